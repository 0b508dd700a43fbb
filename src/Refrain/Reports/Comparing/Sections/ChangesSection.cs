using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports.Pictures;
using Refrain.Responses;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>Every change of a refusal rate at a glance: a row for each class and condition, a column a language.</summary>
internal static class ChangesSection
{
    private const string Id = "changes";

    /// <summary>The picture; null where nothing was measured in both runs.</summary>
    public static HeatMap? Of(ComparisonReport report)
    {
        var cells = Cells(report);
        return cells.Length == 0
            ? null
            : new HeatMap
            {
                Id = Id,
                Unit = HeatUnit.Points,
                Rows = [.. cells.Select(cell => new PictureName(Short(cell), Long(cell)))],
                Columns = [.. report.Languages.Keys.Select(PictureName.Of)],
                Views =
                [
                    new HeatView(
                        "",
                        [
                            .. cells.Select(cell =>
                                (IReadOnlyList<HeatCell>)
                                    [.. report.Languages.Select(pair => Cell(pair.Key, pair.Value.Find(cell.Class, cell.Condition)))]
                            ),
                        ]
                    ),
                ],
            };
    }

    public static Html Build(ComparisonReport report) =>
        Of(report) is not { } map
            ? Html.None
            : HtmlParts.Section(
                "all-changes",
                "Every change of a refusal rate",
                "B less A over the same prompts; ablated and added: each run's own direction.",
                new PictureFrame
                {
                    Id = Id,
                    Caption = Html.Of(
                        $"Change of refusal rates in points: blue, B refuses more; orange, B refuses less. "
                            + $"In brackets: not beyond chance (p ≥ 0.05, exact McNemar test, "
                            + $"Holm-adjusted over the languages of a row)."
                    ),
                    Still = HeatMapSvg.Build(map, map.Views[0], "Change of refusal rates"),
                    Numbers = Html.Join(Cells(report).Select(cell => Numbers(report, cell))),
                    Legend = ScaleLegend.Build("−100 points", "+100 points"),
                    Height = 60 + (34 * map.Rows.Count),
                }.Build()
            );

    private static ComparedCell[] Cells(ComparisonReport report) =>
        [.. ComparedCell.All.Where(cell => report.Languages.Values.Any(language => language.Find(cell.Class, cell.Condition) is not null))];

    private static HeatCell Cell(string code, ComparedRate? rate) =>
        rate?.Refusal.Change is not { } change
            ? HeatCell.None
            : new HeatCell
            {
                Value = change,
                Weak = !rate.Refusal.BeyondChance,
                Note = VisibleText.Of(
                    $"{LanguageNames.English(code)}: {ComparisonWording.Cell(rate)}\n"
                        + $"{Figures.Percent(rate.A.Share)} → {Figures.Percent(rate.B.Share)}, {rate.Refusal.Pairs} pairs\n"
                        + $"only A {rate.Refusal.OnlyA}, only B {rate.Refusal.OnlyB}, p {Figures.PValue(rate.Refusal.P)}"
                ),
            };

    private static Html Numbers(ComparisonReport report, ComparedCell cell) =>
        HtmlParts.Table(
            ComparisonWording.Cell(cell.Class, cell.Condition),
            Html.Of($"{Wording.Sentence(ComparisonWording.Cell(cell.Class, cell.Condition))}."),
            HtmlParts.Head(1, "Language", "A", "B", "Change", "95% interval", "p", "pairs", "only A", "only B"),
            from pair in report.Languages
            let rate = pair.Value.Find(cell.Class, cell.Condition)
            where rate is not null
            select Html.Of(
                $"""
                <tr>{HtmlParts.LanguageCell(pair.Key)}{(
                    (string[])
                        [
                            Figures.Percent(rate.A.Share),
                            Figures.Percent(rate.B.Share),
                            .. ComparisonWording.Numbers(rate.Refusal),
                            Figures.Number(rate.Refusal.OnlyA, "0"),
                            Figures.Number(rate.Refusal.OnlyB, "0"),
                        ]
                ).Select(HtmlParts.Number)}</tr>

                """
            )
        );

    private static string Long(ComparedCell cell) =>
        cell switch
        {
            { Condition: Condition.Baseline } => cell.Class.Word(),
            (PromptClass.Harmful, Condition.Ablated) => Condition.Ablated.Word(),
            { Condition: Condition.Ablated } => "borderl. abl.",
            _ => "added",
        };

    private static string Short(ComparedCell cell) =>
        cell switch
        {
            (PromptClass.Harmful, Condition.Baseline) => "harm",
            (PromptClass.Harmless, Condition.Baseline) => "safe",
            (PromptClass.Borderline, Condition.Baseline) => "bord",
            (PromptClass.Harmful, Condition.Ablated) => "abl",
            { Condition: Condition.Ablated } => "b.abl",
            _ => "add",
        };
}
