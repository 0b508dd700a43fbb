using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Refrain.Ground;

/// <summary>
/// A text that names settings, written as an interpolated string: it is read in the library's names, or in those of whoever shows it.
/// </summary>
/// <remarks>A conditional expression of such strings is a string, in which the library's names stay: choose between values of this type.
/// </remarks>
[InterpolatedStringHandler]
internal sealed class SettingText
{
    // Each a string, a Setting or a Hint.
    private readonly List<object> pieces = [];

    [SuppressMessage("Style", "IDE0060", Justification = "The compiler calls it so.")]
    public SettingText(int literalLength, int formattedCount) { }

    private SettingText(object piece) => pieces.Add(piece);

    /// <summary>The first setting that it names, or null.</summary>
    public Setting? Setting => pieces.OfType<Setting>().FirstOrDefault();

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator SettingText?(string? text) => text is null ? null : new(text);

    public static implicit operator SettingText(Setting setting) => new(setting);

    public static implicit operator SettingText(Hint hint) => new(hint);

    public void AppendLiteral(string text) => pieces.Add(text);

    public void AppendFormatted(Setting setting) => pieces.Add(setting);

    public void AppendFormatted(Hint hint) => pieces.Add(hint);

    public void AppendFormatted(SettingText? text) => pieces.AddRange(text?.pieces ?? []);

    public void AppendFormatted<T>(T value, string? format = null) =>
        pieces.Add(
            value is IFormattable formattable
                ? formattable.ToString(format, CultureInfo.InvariantCulture)
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""
        );

    /// <summary>The text with other names.</summary>
    public string Describe(Func<Setting, string> setting, Func<Hint, string> hint) =>
        string.Concat(
            pieces.Select(piece =>
                piece switch
                {
                    Setting named => setting(named),
                    Hint advice => hint(advice),
                    _ => (string)piece,
                }
            )
        );

    /// <summary>The text in the library's names.</summary>
    public override string ToString() => Describe(setting => setting.ToString(), hint => hint.Words);

    /// <summary>True of a text that says the same of the same settings.</summary>
    public override bool Equals(object? obj) => obj is SettingText other && ToString() == other.ToString() && Setting == other.Setting;

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
