using System.Globalization;

namespace Refrain.Jinja;

/// <summary>Values of a template or of its input made safe to print in messages.</summary>
internal static class Shown
{
    private const int Most = 80;

    /// <summary>At most 80 characters, no control characters.</summary>
    public static string Of(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
        string shown = string.Concat(text.Take(Most + 1).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return text.Length > Most ? string.Concat(shown.AsSpan(0, Most), "…") : shown;
    }
}
