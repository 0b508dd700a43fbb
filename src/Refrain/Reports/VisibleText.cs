using System.Globalization;
using System.Text;

namespace Refrain.Reports;

/// <summary>Text from a model or a file with what could hide or reorder its surroundings made visible.</summary>
internal static class VisibleText
{
    /// <summary>
    /// Control characters, direction overrides, unpaired surrogates and noncharacters become «U+…» or U+FFFD; line feeds and tabs stay.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Hides(rune))
            {
                visible.Append(CultureInfo.InvariantCulture, $"‹U+{rune.Value:X4}›");
            }
            else
            {
                visible.Append(rune.ToString()); // EnumerateRunes gives U+FFFD for an unpaired surrogate.
            }
        }

        return visible.ToString();
    }

    /// <summary>A token's text with its spaces and line ends shown.</summary>
    public static string OfToken(string text) =>
        text.Replace(' ', '␣')
            .Replace("\r", "␍", StringComparison.Ordinal)
            .Replace("\n", "⏎", StringComparison.Ordinal)
            .Replace("\t", "⇥", StringComparison.Ordinal);

    private static bool Hides(Rune rune) =>
        rune.Value switch
        {
            '\n' or '\t' => false,
            >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 => true, // direction embeddings, overrides and isolates
            >= 0xE0000 and <= 0xE007F => true, // tags: invisible ASCII
            _ => Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE,
        };
}
