using System.Runtime.CompilerServices;

namespace Refrain.Ground;

/// <summary>Input that cannot be used. The command line prints the message in its own names and exits with code 3.</summary>
/// <remarks>
/// The message names the place (a file, and where in it, or a setting), the problem with the offending value, what was expected, and the
/// fix. Values come from files that may be hostile: they are shortened and stripped of control characters.
/// </remarks>
public sealed class BadInputException : Exception
{
    /// <param name="place">The file or setting, and where in it.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="expected">What would be right.</param>
    /// <param name="fix">What to do.</param>
    /// <param name="inner">What it comes from.</param>
    public BadInputException(string place, string problem, string? expected = null, string? fix = null, Exception? inner = null)
        : this((SettingText)place, (SettingText)problem, (SettingText?)expected, (SettingText?)fix, inner) { }

    [OverloadResolutionPriority(1)]
    internal BadInputException(
        SettingText place,
        SettingText problem,
        SettingText? expected = null,
        SettingText? fix = null,
        Exception? inner = null
    )
        : this(place, Compose(place, problem, expected, fix), inner) { }

    private BadInputException(SettingText place, SettingText text, Exception? inner)
        : base(text.ToString(), inner) => (Place, Setting, Text) = (place.ToString(), place.Setting, text);

    /// <summary>The file or setting, and where in it, for example <c>config.json: num_attention_heads</c>.</summary>
    public string Place { get; }

    /// <summary>The setting at fault; null: it is a file, or something in one.</summary>
    public Setting? Setting { get; }

    /// <summary>The message, which can be read in other names.</summary>
    internal SettingText Text { get; }

    /// <summary>A value from the input made safe to print: at most 80 characters, no control characters.</summary>
    public static string Show(object? value)
    {
        string text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "null";
        var shown = string.Concat(text.Take(81).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return text.Length > 80 ? string.Concat(shown.AsSpan(0, 80), "…") : shown;
    }

    private static SettingText Compose(SettingText place, SettingText problem, SettingText? expected, SettingText? fix)
    {
        SettingText wanted = $"; expected {expected}",
            end = $". {fix}";
        return $"{place}: {problem}{(expected is null ? "" : wanted)}{(fix is null ? "." : end)}";
    }
}
