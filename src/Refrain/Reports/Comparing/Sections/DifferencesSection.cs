using Refrain.Measurement;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>What determines a run and is not the same in both.</summary>
internal static class DifferencesSection
{
    public static Html Build(ComparisonReport report) =>
        HtmlParts.Section(
            "differences",
            "What differs between the runs",
            "everything that determines a run: model, suite, settings, judge, version.",
            report.Differences.Count == 0
                ? HtmlParts.Note("Nothing: both runs were made of the same model with the same settings.")
                : HtmlParts.Table(
                    "What differs",
                    Html.Of($"Everything else is the same in both, hash by hash."),
                    HtmlParts.Head(3, "Name", "A", "B"),
                    report.Differences.Select(difference =>
                        Html.Of(
                            $"""
                            <tr><th scope="row">{difference.Name}</th>{Value(difference.A)}{Value(difference.B)}</tr>

                            """
                        )
                    )
                )
        );

    private static Html Value(string? value) =>
        Html.Of($"""<td><span class="hash">{value switch { null => "absent", "" => "default", _ => value }}</span></td>""");
}
