using Refrain.Responses;

namespace Refrain.Runs;

/// <summary>Reads answers back from the run that keeps them; whoever reads holds what it needs of them.</summary>
internal sealed class KeptResponses(RunStore store)
{
    /// <summary>The answer to a question that was asked.</summary>
    /// <remarks>It shares the question's texts.</remarks>
    /// <exception cref="BadInputException">The run holds something else there.</exception>
    public Response Of(Question question) =>
        Of(question.Key) with
        {
            Language = question.Language,
            Class = question.Class,
            PromptId = question.PromptId,
            Source = question.Treatment.Source,
        };

    /// <summary>The answer whose figures are known.</summary>
    /// <exception cref="BadInputException">The run holds something else there.</exception>
    public Response Of(ResponseFigures figures) => Of(Question.KeyOf(figures.Treatment, figures.Language, figures.Class, figures.PromptId));

    /// <summary>All answers of the run, in the ordinal order of their keys; as bytes they are in memory together.</summary>
    /// <exception cref="BadInputException">The run holds something else among them.</exception>
    public IEnumerable<Response> All() => store.All(ResponseItem.Stage).Select(item => ResponseItem.Decode(item).ToResponse());

    private Response Of(string key) =>
        store.Find(ResponseItem.Stage, key) is { } item
            ? ResponseItem.Decode(item).ToResponse()
            : throw new InvalidOperationException($"The run holds no answer {key}.");
}
