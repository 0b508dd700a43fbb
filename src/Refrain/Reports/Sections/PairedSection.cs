using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>Each language against the source, on the same prompts.</summary>
internal static class PairedSection
{
    private static readonly Html Head = Html.Of(
        $"""
        <tr><th scope="col">Language</th>{HtmlParts.NumberHeads(
            "Harmful: difference",
            "95% interval",
            "p",
            "pairs",
            "Harmless: difference",
            "95% interval",
            "p",
            "pairs"
        )}</tr>
        """
    );

    public static Html Build(AuditReport report)
    {
        var compared = report.Languages.Where(pair => pair.Value.Paired is not null).ToArray();
        if (compared.Length == 0)
        {
            return Html.Of($"");
        }

        string source = LanguageNames.English(report.Settings.Source);
        return HtmlParts.Section(
            "paired",
            $"Compared with {source}, on the same prompts",
            "the untouched model; no intervention.",
            HtmlParts.Table(
                "Difference of refusal rates",
                Html.Of(
                    $"Refusal rate less that of {source}, in points, over prompts that both languages have "
                        + $"and that were judged in both: so a difference is the language's and not the prompts'. "
                        + $"Interval: paired bootstrap. p: exact McNemar test, Holm-adjusted over the languages."
                ),
                Head,
                compared.Select(Row),
                "paired"
            )
        );
    }

    private static Html Row(KeyValuePair<string, LanguageReport> pair) =>
        Html.Of($"<tr>{HtmlParts.LanguageCell(pair.Key)}{Cells(pair.Value.Paired!.Harmful)}{Cells(pair.Value.Paired.Harmless)}</tr>\n");

    private static Html Cells(PairedDifferenceReport? difference)
    {
        string[] cells = PairedText.Of(difference);
        return Html.Of($"{HtmlParts.Number(cells[0])}{HtmlParts.Number(cells[1])}{HtmlParts.Number(cells[2])}{HtmlParts.Number(cells[3])}");
    }
}

/// <summary>A paired difference in words: difference, interval, p, pairs.</summary>
internal static class PairedText
{
    public static string[] Of(PairedDifferenceReport? difference) =>
        difference is { Difference: { } value, Low: { } low, High: { } high, P: { } p }
            ?
            [
                Figures.Score(100 * value, "0"),
                $"{Figures.Score(100 * low, "0")} … {Figures.Score(100 * high, "0")}",
                Figures.PValue(p),
                Figures.Number(difference.Pairs, "0"),
            ]
            : [Figures.Missing, Figures.Missing, Figures.Missing, "0"];
}
