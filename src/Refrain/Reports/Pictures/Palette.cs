using System.Globalization;
using System.Text;

namespace Refrain.Reports.Pictures;

/// <summary>
/// Colours that are computed; all others are in the style sheet. Both ends are told apart by every common kind of colour vision.
/// </summary>
internal static class Palette
{
    /// <summary>How many shades the scale has: −1, −0.9 … 1.</summary>
    public const int Shades = 21;

    private sealed record Stop(double At, int Red, int Green, int Blue);

    // ColorBrewer's PuOr with a blue end: orange for −1, near white for 0, blue for 1; in the dark the middle is near the page's colour.
    private static readonly Stop[] Light =
    [
        new(-1, 179, 88, 6),
        new(-0.5, 241, 163, 64),
        new(0, 247, 247, 247),
        new(0.5, 103, 169, 207),
        new(1, 5, 73, 133),
    ];
    private static readonly Stop[] Dark =
    [
        new(-1, 255, 176, 92),
        new(-0.5, 156, 96, 34),
        new(0, 38, 43, 50),
        new(0.5, 38, 105, 156),
        new(1, 128, 202, 255),
    ];

    /// <summary>The shade of a number from −1 to 1.</summary>
    public static int Shade(double value) =>
        (int)Math.Round((Math.Clamp(value, -1, 1) + 1) * (Shades - 1) / 2, MidpointRounding.AwayFromZero);

    /// <summary>The shades for the style sheet: variables for the script, classes for everything else.</summary>
    public static string Style()
    {
        var style = new StringBuilder();
        style.Append($":root {{{Variables(Light)} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{Variables(Dark)} }} }}\n");
        for (int shade = 0; shade < Shades; shade++)
        {
            style.Append(
                CultureInfo.InvariantCulture,
                $".h{shade} {{ fill: var(--h{shade}); background: var(--h{shade}); "
                    + $"color: var(--i{shade}); }} .i{shade} {{ fill: var(--i{shade}); }}\n"
            );
        }

        return style.ToString();
    }

    private static string Variables(Stop[] stops)
    {
        var variables = new StringBuilder();
        for (int shade = 0; shade < Shades; shade++)
        {
            var colour = At(stops, (2.0 * shade / (Shades - 1)) - 1);
            variables.Append(
                CultureInfo.InvariantCulture,
                $" --h{shade}: #{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}; "
                    + $"--i{shade}: {(Luminance(colour) > 0.179 ? "#000" : "#fff")};"
            );
        }

        return variables.ToString();
    }

    private static Stop At(Stop[] stops, double value)
    {
        int upper = Math.Max(1, Array.FindIndex(stops, stop => value <= stop.At));
        var (low, high) = (stops[upper - 1], stops[upper]);
        double share = (value - low.At) / (high.At - low.At);
        int Mix(int from, int to) => (int)Math.Round(from + (share * (to - from)));
        return new Stop(value, Mix(low.Red, high.Red), Mix(low.Green, high.Green), Mix(low.Blue, high.Blue));
    }

    // WCAG 2's relative luminance: black and white text contrast alike, at 4.58, with 0.179.
    private static double Luminance(Stop colour)
    {
        static double Linear(int channel) => channel <= 10 ? channel / 255.0 / 12.92 : Math.Pow(((channel / 255.0) + 0.055) / 1.055, 2.4);
        return (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue));
    }
}
