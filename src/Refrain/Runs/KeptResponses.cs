using System.Text.Json;
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
    public IEnumerable<Response> All() => store.All(ResponseRun.Stage).Select(item => Read(item.Key, item.Payload));

    private Response Of(string key) =>
        store.TryGet(ResponseRun.Stage, key, out var payload)
            ? Read(key, payload.Span)
            : throw new InvalidOperationException($"The run holds no answer {key}.");

    private Response Read(string key, ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, ResponseJson.Default.Response) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new BadInputException(
                Path.Combine(store.Folder, RunDatabase.Name),
                $"holds an answer that cannot be read ({BadInputException.Show(key)})",
                "answers as this version of refrain writes them",
                "Run the audit again in another folder.",
                error
            );
        }
    }
}
