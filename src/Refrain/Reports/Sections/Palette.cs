using System.Globalization;

namespace Refrain.Reports.Sections;

/// <summary>Colours that are computed; all others are in the style sheet. Both ends are told apart by every common kind of colour vision.</summary>
internal static class Palette
{
    // ColorBrewer's PuOr with a blue end: orange for −1, near white for 0, blue for 1.
    private static readonly (double At, int Red, int Green, int Blue)[] Stops =
    [
        (-1, 179, 88, 6), (-0.5, 241, 163, 64), (0, 247, 247, 247), (0.5, 103, 169, 207), (1, 5, 73, 133),
    ];

    /// <summary>The colour of a cosine.</summary>
    public static string Cosine(double value)
    {
        value = Math.Clamp(value, -1, 1);
        int upper = Math.Max(1, Array.FindIndex(Stops, stop => value <= stop.At));
        var (low, high) = (Stops[upper - 1], Stops[upper]);
        double share = (value - low.At) / (high.At - low.At);
        int Mix(int from, int to) => (int)Math.Round(from + (share * (to - from)));
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(low.Red, high.Red):x2}{Mix(low.Green, high.Green):x2}{Mix(low.Blue, high.Blue):x2}");
    }

    /// <summary>Text that can be read on that colour.</summary>
    public static string InkOn(double value) => value is > 0.62 or < -0.75 ? "#fff" : "#111";
}
