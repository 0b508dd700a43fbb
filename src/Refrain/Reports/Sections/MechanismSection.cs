using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>Why each language is protected or not, with the evidence and what helps.</summary>
internal static class MechanismSection
{
    public static Html Build(AuditReport report)
    {
        var judged = report.Languages.Where(pair => pair.Value.Mechanism is not null).ToArray();
        return judged.Length == 0
            ? Html.None
            : HtmlParts.Section(
                "mechanism",
                "Why, and what helps",
                $"test prompts of the untouched model{Projected(report)}; no intervention.",
                Html.Of(
                    $"""
                    {HtmlParts.Table(
                        "Mechanism per language",
                        Html.Of(
                            $"Does the model refuse, and where it does not: does it tell harmful from harmless prompts? "
                                + $"Judged by 95% intervals."
                        ),
                        Head,
                        judged.Select(Row),
                        "mechanism"
                    )}
                    <p class="note">{HtmlParts.Chip(MechanismVerdict.ActionGap)} it sees the harm and does not act on it. {HtmlParts.Chip(
                        MechanismVerdict.RepresentationGap
                    )} it does not see the harm along this direction. {HtmlParts.Chip(
                        MechanismVerdict.Undecided
                    )} an interval holds its threshold, or too few prompts were measured. {IncapableMeans}</p>
                    """
                )
            );
    }

    private const string IncapableMeans = "Incapable: more than half of its answers to harmless prompts are degenerate, beyond chance.";

    private static readonly Html Head = HtmlParts.Head(4, "Language", "Mechanism", "Evidence", "What helps");

    private static string Projected(AuditReport report) =>
        report.Selection.ChosenLayer is { } layer
            ? $", projected on the {LanguageNames.English(report.Settings.Source)} direction at layer {layer}"
            : "";

    private static Html Row(KeyValuePair<string, LanguageReport> pair)
    {
        var mechanism = pair.Value.Mechanism!;
        return Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(pair.Key)}<td>{HtmlParts.Chip(mechanism.Verdict)}{Html.If(
                mechanism.Incapable,
                Html.Of($" {HtmlParts.Incapable}")
            )}</td><td>{mechanism.Evidence}</td><td>{mechanism.Helps}</td></tr>

            """
        );
    }

    /// <summary>The flag in a word.</summary>
    internal const string Incapable = "incapable";
}
