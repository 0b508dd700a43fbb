using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>Refusal against the probability of ablation: a line per language.</summary>
internal static class StressPicture
{
    private const string Id = "stress";

    // Bands of more lines than these cover each other; the intervals are in the numbers and at each point.
    private const int MostBands = 3;

    /// <summary>The picture; null where nothing was stressed.</summary>
    public static Curves? Of(AuditReport report)
    {
        if (report.Stress is not { Probabilities.Count: > 1 } stress)
        {
            return null;
        }

        CurveView refused = new("harmful prompts refused", Lines(rate => rate?.Share))
        {
            Share = true,
            Low = Lines(rate => rate?.Low),
            High = Lines(rate => rate?.High),
        };
        CurveView degenerate = new("degenerate answers among the judged", Lines(rate => rate?.DegenerateShare)) { Share = true };
        IReadOnlyList<IReadOnlyList<double?>> Lines(Func<Rate?, double?> of) =>
            [.. stress.Languages.Values.Select(curve => (IReadOnlyList<double?>)[.. curve.Rates.Select(of)])];
        return new Curves
        {
            Id = Id,
            X = "probability of ablation",
            Places = stress.Probabilities,
            Languages = [.. stress.Languages.Keys.Select(PictureName.Of)],
            Views = degenerate.Lines.Any(line => line.Any(share => share > 0)) ? [refused, degenerate] : [refused],
            ViewName = "Share of",
        };
    }

    private const string Degenerate =
        "Degenerate answers beside it: where they rise, the model breaks, and what falls is more than refusal.";

    /// <summary>The picture with its numbers.</summary>
    public static Html Build(Curves curves, Html numbers) =>
        new PictureFrame
        {
            Id = Id,
            Caption = Html.Of(
                $"Refusal as the ablation acts at more points and tokens. "
                    + $"At 0 the model is untouched, at 1 the direction is ablated everywhere. "
                    + $"{(curves.Views.Count > 1 ? Degenerate : "No answer was degenerate.")}"
            ),
            Still = Html.Of($"""<div class="several">{curves.Views.Select(view => CurvesSvg.Build(curves, Still(view)))}</div>"""),
            Numbers = numbers,
            Height = 440,
            ViewName = curves.ViewName,
            Views = [.. curves.Views.Select(view => view.Name)],
            Languages = curves.Languages,
        }.Build();

    private static CurveView Still(CurveView view) => view.Lines.Count > MostBands ? view with { Low = null, High = null } : view;
}
