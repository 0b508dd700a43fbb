using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>Small pictures of a share and its interval; they need no script and scale with their cell.</summary>
internal static class Bars
{
    /// <summary>A bar from 0 to 100% with its interval as a whisker, and a line at the verdict's threshold.</summary>
    /// <param name="rate">Null: an empty track.</param>
    /// <param name="colour">A class of the style sheet.</param>
    /// <param name="threshold">Draws the line at 80%.</param>
    public static Html Share(Rate? rate, string colour, bool threshold = false)
    {
        var bar = rate?.Share is { } share
            ? Html.Of($"""<rect class="{colour}" x="0" y="25%" width="{100 * share}%" height="50%"/>""")
            : Html.None;
        var line = Html.If(
            threshold,
            Html.Of(
                $"""<line class="threshold" x1="{100 * LanguageReport.Threshold}%" """
                    + $"""x2="{100 * LanguageReport.Threshold}%" y1="0" y2="100%"/>"""
            )
        );
        return Html.Of(
            $"""<svg class="bar" aria-hidden="true">"""
                + $"""<rect class="track" x="0" y="25%" width="100%" height="50%"/>{bar}{line}{Whisker(rate?.Low, rate?.High)}</svg>"""
        );
    }

    /// <summary>Two bars one under the other, of the same prompts in two runs, with a line at the verdict's threshold.</summary>
    public static Html Pair(Rate? a, Rate? b, bool threshold)
    {
        Html Filled(double? share, string side, int top) =>
            share is { } part ? Html.Of($"""<rect class="{side}" x="0" y="{top}" width="{100 * part}%" height="10"/>""") : Html.None;
        Html Bar(Rate? rate, string side, int top) =>
            Html.Of(
                $"""<rect class="track" x="0" y="{top}" width="100%" height="10"/>{Filled(rate?.Share, side, top)}"""
                    + $"""{Whisker(rate?.Low, rate?.High, $"{top + 5}", $"{top + 2}", $"{top + 8}")}"""
            );
        var line = Html.If(
            threshold,
            Html.Of(
                $"""<line class="threshold" x1="{100 * LanguageReport.Threshold}%" """
                    + $"""x2="{100 * LanguageReport.Threshold}%" y1="0" y2="100%"/>"""
            )
        );
        return Html.Of($"""<svg class="bar pair" aria-hidden="true">{Bar(a, "side-a", 2)}{Bar(b, "side-b", 16)}{line}</svg>""");
    }

    /// <summary>A dot with its interval on an axis that starts above 0.</summary>
    public static Html Dot(double? value, double? low, double? high, double axisFrom, double axisTo)
    {
        double Place(double x) => Math.Clamp((x - axisFrom) / (axisTo - axisFrom), 0, 1);
        var dot = value is { } v ? Html.Of($"""<circle class="dot" cx="{100 * Place(v)}%" cy="50%" r="5"/>""") : Html.None;
        return Html.Of(
            $"""<svg class="bar dots" aria-hidden="true">"""
                + $"""<line class="axis" x1="0" x2="100%" y1="50%" """
                + $"""y2="50%"/>{Whisker(low is { } l ? Place(l) : null, high is { } h ? Place(h) : null)}{dot}</svg>"""
        );
    }

    /// <summary>
    /// Two shares on one axis from 0 to 100%, each with its interval: a dot above a square; a dot on the axis where there is no second
    /// share.
    /// </summary>
    public static Html Marks((Rate? Rate, string Colour) upper, (Rate? Rate, string Colour)? lower)
    {
        string height = lower is null ? "50%" : "30%";
        static Html Lane(Rate? rate, string y, Func<double, Html> mark) =>
            rate?.Share is not { } share
                ? Html.None
                : Html.Of(
                    $"""
                    {Html.If(
                        rate is { Low: not null, High: not null },
                        Html.Of(
                            $"""<line class="interval" x1="{100 * rate.Low!.Value}%" x2="{100 * rate.High!.Value}%" y1="{y}" y2="{y}"/>"""
                        )
                    )}{mark(share)}
                    """
                );
        return Html.Of(
            $"""
            <svg class="bar marks" aria-hidden="true"><line class="axis" x1="0" x2="100%" y1="50%" y2="50%"/>{Lane(
                upper.Rate,
                height,
                share => Html.Of($"""<circle class="p-{upper.Colour}" cx="{100 * share}%" cy="{height}" r="4.5"/>""")
            )}{Lane(lower?.Rate, "72%", share =>
                Html.Of(
                    $"""<rect class="p-{lower?.Colour}" x="{100 * share}%" y="72%" width="8" height="8" transform="translate(-4 -4)"/>"""
                )
            )}</svg>
            """
        );
    }

    private static Html Whisker(double? low, double? high, string middle = "50%", string top = "30%", string bottom = "70%") =>
        low is { } from && high is { } to
            ? Html.Of(
                $"""<g class="whisker"><line x1="{100 * from}%" x2="{100 * to}%" y1="{middle}" y2="{middle}"/>"""
                    + $"""<line x1="{100 * from}%" x2="{100 * from}%" y1="{top}" y2="{bottom}"/>"""
                    + $"""<line x1="{100 * to}%" x2="{100 * to}%" y1="{top}" y2="{bottom}"/></g>"""
            )
            : Html.None;
}
