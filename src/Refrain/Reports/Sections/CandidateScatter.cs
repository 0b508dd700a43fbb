using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>What each candidate takes out (refusal score under ablation) against what it breaks (divergence), without a script.</summary>
internal static class CandidateScatter
{
    private const double Width = 680,
        Height = 320,
        Left = 56,
        Bottom = 44,
        Top = 12,
        Right = 16;

    /// <summary>Divergences below this share the left edge of the logarithmic axis.</summary>
    private const double LeastDivergence = 1e-3;

    /// <summary>The points that the page's script draws.</summary>
    public static IReadOnlyList<CandidatePoint> Of(SelectionReport selection) =>
        [
            .. selection
                .Candidates.Where(IsDrawn)
                .Select(candidate => new CandidatePoint
                {
                    Kind = candidate.Kind.Word(),
                    Score = candidate.AblationRefusalScore!.Value,
                    Kl = Math.Max(candidate.Kl!.Value, LeastDivergence),
                    Discarded = candidate.Discarded?.ToString(),
                    Chosen = selection.Chose(candidate),
                    Note = VisibleText.Of(SweepPicture.Note(candidate, selection)),
                }),
        ];

    public static Html Build(SelectionReport selection)
    {
        CandidateReport[] drawn = [.. selection.Candidates.Where(IsDrawn)];
        if (drawn.Length == 0)
        {
            return Html.None;
        }

        var scores = drawn.Select(candidate => candidate.AblationRefusalScore!.Value).Append(0).ToArray();
        double low = Math.Floor(scores.Min() - 0.5),
            high = Math.Ceiling(scores.Max() + 0.5);
        double from = Math.Floor(drawn.Min(LogDivergence)),
            to = Math.Max(Math.Ceiling(drawn.Max(LogDivergence)), from + 1);
        double X(double log) => Left + ((Width - Left - Right) * (log - from) / (to - from));
        double Y(double score) => Height - Bottom - ((Height - Bottom - Top) * (score - low) / (high - low));
        return Html.Of(
            $"""
            <div class="scroll" role="region" tabindex="0" aria-label="Selection sweep">
            <svg class="scatter" viewBox="0 0 {Width} {Height}" role="img" aria-label="Selection sweep: {drawn.Length} candidates">
            {Enumerable.Range((int)from, (int)(to - from) + 1).Select(log =>
                Html.Of(
                    $"""<path class="grid" d="M{X(log)} {Top}V{Height - Bottom}"/>"""
                        + $"""<text class="label middle" x="{X(log)}" """
                        + $"""y="{Height - Bottom + 16}">{Figures.Number(Math.Pow(10, log), "0.####")}</text>"""
                )
            )}
            {Marks(low, high).Select(score =>
                Html.Of(
                    $"""<path class="{(score == 0 ? "zero" : "grid")}" d="M{Left} {Y(score)}H{Width - Right}"/>"""
                        + $"""<text class="label end" x="{Left - 8}" """
                        + $"""y="{Y(score) + 4}">{(score == 0 ? "0" : Figures.Score(score, "0"))}</text>"""
                )
            )}
            <text class="label middle" x="{(Left + Width) / 2}" y="{Height - 8}">divergence, nats (logarithmic)</text>
            <text class="label middle" transform="translate(14 {(Height - Bottom + Top) / 2}) rotate(-90)">ablated refusal score</text>
            {drawn.OrderBy(candidate => selection.Chose(candidate)).Select(candidate =>
                Point(candidate, X(LogDivergence(candidate)), Y(candidate.AblationRefusalScore!.Value), selection)
            )}
            </svg></div>

            """
        );
    }

    internal static bool IsDrawn(CandidateReport candidate) =>
        candidate is { AblationRefusalScore: { } score, Kl: { } kl } && double.IsFinite(score) && double.IsFinite(kl);

    private static double LogDivergence(CandidateReport candidate) => Math.Log10(Math.Max(candidate.Kl!.Value, LeastDivergence));

    private static IEnumerable<double> Marks(double low, double high)
    {
        double step = Math.Max(1, Math.Ceiling((high - low) / 8));
        for (double mark = Math.Ceiling(low / step) * step; mark <= high; mark += step)
        {
            yield return mark;
        }
    }

    private static Html Point(CandidateReport candidate, double x, double y, SelectionReport selection)
    {
        if (selection.Chose(candidate))
        {
            return Html.Of($"""<text class="chosen middle" x="{x}" y="{y + 7}">★</text>""");
        }

        string kind = candidate.Discarded is null ? "passed" : "discarded";
        return candidate.Kind == AblationKind.Affine
            ? Html.Of($"""<path class="{kind}" d="M{x - 4.5} {y + 4}h9l-4.5 -8.5z"/>""")
            : Html.Of($"""<circle class="{kind}" cx="{x}" cy="{y}" r="4"/>""");
    }
}
