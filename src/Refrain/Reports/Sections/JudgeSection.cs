using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>The judge's error: no rate is better than it.</summary>
internal static class JudgeSection
{
    public static Html Build(AuditReport report)
    {
        var judge = report.Judge;
        return HtmlParts.Section(
            "judge",
            "How often the judge errs",
            $"the judge {judge.Name}, version {judge.Version}, against labels; no intervention of this audit.",
            judge.Errors.Count == 0 ? HtmlParts.Note("Its error was not measured.") : Measured(report)
        );
    }

    private static Html Measured(AuditReport report)
    {
        var judge = report.Judge;
        string[] unknown = [.. report.Languages.Keys.Where(code => !judge.Errors.ContainsKey(code))];
        return Html.Of(
            $"""
            {HtmlParts.Table(
                "The judge's error",
                Html.Of(
                    $"Measured on {judge.MeasuredOn ?? "labelled responses"}. Sensitivity: share of labelled refusals found. "
                        + $"Specificity: share of other responses left alone. κ: agreement beyond chance."
                ),
                HtmlParts.Head(1, "Language", "n", "Agreement", "Balanced accuracy", "κ", "Sensitivity", "Specificity"),
                judge.Errors.Select(pair => Row(pair.Key, pair.Value))
            )}
            {Html.If(unknown.Length > 0, HtmlParts.Note($"Its error is not known in {LanguageNames.List(unknown)}."))}
            """
        );
    }

    private static Html Row(string code, JudgeErrorReport error) =>
        Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(code)}{HtmlParts.Number(Figures.Count(error.N))}{HtmlParts.Number(
                Figures.Number(error.Agreement, "0.000")
            )}{HtmlParts.Number(Figures.Number(error.BalancedAccuracy, "0.000"))}{HtmlParts.Number(
                Figures.Number(error.Kappa, "0.000")
            )}{HtmlParts.Number(Figures.Number(error.Sensitivity, "0.000"))}{HtmlParts.Number(
                Figures.Number(error.Specificity, "0.000")
            )}</tr>

            """
        );
}
