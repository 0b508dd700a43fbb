using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>How far judges and people agree on this audit's own responses.</summary>
internal static class AgreementSection
{
    /// <summary>What the figures are, for every rendering.</summary>
    public const string Caption =
        "Refusal or not, on the responses that both could judge. Agreement: share, Wilson interval. "
        + "κ: agreement beyond chance (Cohen), with a bootstrap over prompts; — where too few responses are of one kind.";

    /// <summary>The headings of the columns.</summary>
    public static readonly string[] Columns = ["Judges", "Language", "n", "Unjudged", "Agreement", "95% interval", "κ", "95% interval"];

    public static Html Build(AuditReport report) =>
        report.Judge.Pairs is not { Count: > 0 } pairs
            ? Html.None
            : HtmlParts.Section(
                "agreement",
                "How far judges agree",
                "responses of this audit, under all its conditions.",
                HtmlParts.Table("Agreement of judges", Html.Of($"{Caption}"), HtmlParts.Head(2, Columns), Rows(pairs).Select(Row))
            );

    /// <summary>Per pair a row of all responses, then one per language.</summary>
    public static IEnumerable<string[]> Rows(IReadOnlyList<JudgePairReport> pairs) =>
        pairs.SelectMany(pair =>
            pair.Groups.Where(group => group.Condition is null)
                .Select(group =>
                    (string[])
                        [
                            $"{pair.First} – {pair.Second}",
                            group.Language is { } language ? LanguageNames.WithCode(language) : "all",
                            Figures.Count(group.N),
                            Figures.Count(group.Unjudged),
                            Figures.Percent(group.Agreement),
                            Figures.Interval(group.AgreementLow, group.AgreementHigh),
                            Figures.Number(group.Kappa, "0.00"),
                            group.KappaLow is null
                                ? Figures.Missing
                                : $"{Figures.Number(group.KappaLow, "0.00")} … {Figures.Number(group.KappaHigh, "0.00")}",
                        ]
                )
        );

    private static Html Row(string[] cells) =>
        Html.Of(
            $"""<tr><th scope="row" class="words">{cells[0]}</th><td class="words">{cells[1]}"""
                + $"""</td>{cells[2..].Select(HtmlParts.Number)}</tr>{"\n"}"""
        );
}
