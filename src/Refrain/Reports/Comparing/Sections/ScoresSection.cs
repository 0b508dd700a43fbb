using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>Mean refusal scores of the same prompts in both runs.</summary>
internal static class ScoresSection
{
    public static Html Build(ComparisonReport report)
    {
        var rows = report
            .Languages.SelectMany(pair => pair.Value.Scores.Select(score => (Code: pair.Key, Score: score)))
            .OrderBy(row => row.Score.Condition != Condition.Baseline)
            .ThenBy(row => row.Score.Class == PromptClass.Harmless)
            .ToArray();
        return rows.Length == 0
            ? Html.None
            : HtmlParts.Section(
                "scores",
                "Refusal scores",
                "the untouched models, and under each run's own intervention.",
                Html.Of(
                    $"""
                    <details><summary>Mean refusal scores of {rows.Select(row => row.Code).Distinct().Count()} languages</summary>
                    {HtmlParts.Table(
                        "Refusal scores",
                        Html.Of(
                            $"Log odds that an answer begins with a refusal-onset token, the mean over the same prompts; "
                                + $"languages whose onset tokens are not the same in both runs are left out. "
                                + $"Interval: paired bootstrap."
                        ),
                        HtmlParts.Head(2, "Language", "Prompts", "A", "B", "Change", "95% interval", "prompts"),
                        rows.Select(row => Row(row.Code, row.Score))
                    )}</details>
                    """
                )
            );
    }

    private static Html Row(string code, ComparedScore score)
    {
        string[] numbers =
        [
            Figures.Score(score.A),
            Figures.Score(score.B),
            Figures.Score(score.Change, "0.00"),
            $"{Figures.Score(score.Low, "0.00")} … {Figures.Score(score.High, "0.00")}",
            Figures.Number(score.Pairs, "0"),
        ];
        return Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(code)}<td>{ComparisonWording.Cell(score.Class, score.Condition)}</td>{numbers.Select(
                HtmlParts.Number
            )}</tr>

            """
        );
    }
}
