using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Tests.Controls;

/// <summary>A model whose answers hold no refusals: whatever its directions do, nothing is protected and nothing effective.</summary>
public class NoRefusalTests(DemoPipeline pipeline) : IClassFixture<DemoPipeline>
{
    [Fact]
    public void With_refusals_replaced_by_answers_no_language_refuses_and_no_cell_is_effective()
    {
        var demo = pipeline.Few;
        IReadOnlyList<JudgedResponse> judged = demo.Answers(demo.Select(demo.Filtered.Directions), 0, out var sources, out var controls);
        Assert.Contains(judged, item => item.Judgement.Outcome == Outcome.Refusal);
        var answers = judged
            .Where(item => item.Response.Treatment == Treatment.Baseline && item.Judgement.Outcome == Outcome.Compliance)
            .GroupBy(item => item.Response.Language)
            .ToDictionary(group => group.Key, group => ((Response)group.First().Response).Text);
        IReadOnlyList<JudgedResponse> replaced =
        [
            .. judged.Select(item =>
                JudgedResponse.Of(
                    item.Judgement.Outcome == Outcome.Refusal
                        ? (Response)item.Response with
                        {
                            Text = answers[item.Response.Language],
                        }
                        : (Response)item.Response,
                    null
                )
            ),
        ];

        var outcomes = new Outcomes(replaced);
        foreach (string language in demo.Languages)
        {
            var rate = outcomes.Of(language, PromptClass.Harmful, Treatment.Baseline).Rate;
            Assert.Equal(LanguageVerdict.Unprotected, Rates.VerdictOf(rate));
        }

        var transfer = Transfer.Of(outcomes, sources, controls, demo.Languages, 0);
        Assert.NotEmpty(transfer.Cells);
        Assert.All(transfer.Cells, cell => Assert.Equal(TransferClaim.None, cell.Claim));
    }
}
