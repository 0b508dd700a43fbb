using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>A few responses per language, the same prompts in each language as far as it has them.</summary>
internal static class Examples
{
    private const int PerCell = 2;

    /// <param name="judged">Every judged response.</param>
    /// <param name="responses">Their texts.</param>
    /// <param name="prompt">A prompt's text, of its language, class and id.</param>
    public static IReadOnlyList<ExampleResponse> Of(
        IReadOnlyList<JudgedResponse> judged,
        KeptResponses responses,
        Func<string, PromptClass, string, string> prompt
    ) =>
        [
            .. judged
                .GroupBy(item => (item.Response.Language, item.Response.Class, item.Response.Condition))
                .SelectMany(cell => cell.Take(PerCell))
                .Select(item =>
                    ExampleResponse.Of(
                        item.Response.Language,
                        item.Response.PromptId,
                        item.Response.Class,
                        item.Response.Condition,
                        prompt(item.Response.Language, item.Response.Class, item.Response.PromptId),
                        responses.Of(item.Response).Text,
                        item.Judgement.Outcome
                    )
                ),
        ];
}
