using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Responses;

namespace Refrain.Reports.Sections;

/// <summary>The transfer matrix in words, for the page and for Markdown.</summary>
internal static class TransferText
{
    public const string Title = "Does the direction carry over?";

    /// <summary>What a condition's matrix holds.</summary>
    public static string Caption(Condition condition) =>
        condition == Condition.Ablated
            ? "Refusals of harmful prompts that ablating the direction takes away, in points"
            : "Refusals of harmless prompts that adding the direction brings, in points";

    /// <summary>How the numbers came about.</summary>
    public static string Method(bool controls) =>
        "Effects are over prompts judged both untouched and under the intervention; interval: "
        + "paired bootstrap, 95%; p: exact McNemar test, Holm-adjusted over all cells of the table. "
        + (
            controls
                ? "Effective: p below 0.05, the effect is larger than that of a random direction (orthogonal, "
                    + "as long) and of one from permuted labels (the paired intervals of both differences lie above 0), "
                    + "and the source's labels matter (permutation test, p at most 0.01)."
                : "No control was measured (--controls none), so no cell is called effective."
        );

    /// <summary>
    /// A source's row in words: <c>affine ablation (position −1, from layer 7); addition at layer 5</c>, or why there is none.
    /// </summary>
    public static string Row(TransferSource source)
    {
        string position = $"position {Figures.Number(source.Position, "0")}";
        string ablation =
            source.Intervention == AblationKind.Affine
                ? $"affine ablation ({position}, from layer {source.FirstLayer})"
                : $"zero ablation ({position}, layer {source.Layer})";
        string addition = source.AdditionLayer is { } layer
            ? $"; addition at layer {layer}{(source.AdditionNote is { } note ? $" ({note} there)" : "")}"
            : "";
        string labels = source.LabelsP > LabelTest.Level ? $"; its labels may be chance (p {P(source.LabelsP)})" : "";
        return source.Intervention is null ? source.Verdict.Word() : ablation + addition + labels;
    }

    /// <summary>An effect in points with a sign that tells its claim without colour; in brackets where it supports none.</summary>
    public static string Short(TransferCell? cell) =>
        cell switch
        {
            { Claim: TransferClaim.Effective } => "✓ " + Points(cell.Effect.Difference),
            { Claim: TransferClaim.WithoutControls or TransferClaim.Opposite } => Points(cell.Effect.Difference),
            { Claim: TransferClaim.NotAboveControls } => Points(cell.Effect.Difference) + " ≈",
            { Claim: TransferClaim.None } => $"({Points(cell.Effect.Difference)})",
            _ => Figures.Missing,
        };

    /// <summary>What the signs of a matrix mean.</summary>
    public const string Signs =
        "✓ effective; ≈ beyond chance, but not larger than each control's effect; "
        + "in brackets: no effect beyond chance, so no claim; — not measured.";

    /// <summary>Column headings of a source's own table, after the language.</summary>
    public static string[] Head(bool controls) =>
        [
            "Claim",
            "Untouched",
            "Under it",
            "Effect, points",
            "95% interval",
            "p",
            "pairs",
            .. controls ? (string[])["Random direction", "Shuffled labels"] : [],
        ];

    /// <summary>A cell's numbers under those headings, after the claim.</summary>
    public static string[] Numbers(TransferCell cell) =>
        [
            Figures.Percent(cell.Baseline?.Share),
            Figures.Percent(cell.Rate?.Share),
            Points(cell.Effect.Difference),
            Interval(cell.Effect),
            P(cell.P),
            Figures.Number(cell.Effect.Pairs, "0"),
            .. cell.Controls.Select(Control),
        ];

    /// <summary>Cells of one condition that are effective outside of the source's own language, and all measured there.</summary>
    public static (int Effective, int Of) Count(TransferReport transfer, string source, Condition condition)
    {
        TransferCell[] others =
        [
            .. transfer.Cells.Where(cell =>
                cell.Source == source && cell.Target != source && cell.Condition == condition && cell.Claim != TransferClaim.NotMeasured
            ),
        ];
        return (others.Count(cell => cell.Claim is TransferClaim.Effective or TransferClaim.WithoutControls), others.Length);
    }

    private static string Control(ControlReport control) =>
        control.Effect.Difference is null ? Figures.Missing : $"{Points(control.Effect.Difference)} (excess {Interval(control.Excess)})";

    private static string Interval(EffectReport effect) =>
        effect is { Low: { } low, High: { } high } ? $"{Points(low)} … {Points(high)}" : Figures.Missing;

    private static string Points(double? share) => Figures.Score(100 * share, "0");

    private static string P(double? p) => p < 0.001 ? "< 0.001" : Figures.Number(p, "0.000");
}
