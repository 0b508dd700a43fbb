namespace Refrain.Ground;

/// <summary>Input that cannot be used. The command line prints the message as it is and exits with code 3.</summary>
/// <remarks>
/// The message names the place (a file, and where in it), the problem with the offending value, what was expected, and the fix.
/// Values come from files that may be hostile: they are shortened and stripped of control characters.
/// </remarks>
public sealed class BadInputException(string place, string problem, string? expected = null, string? fix = null, Exception? inner = null)
    : Exception(Compose(place, problem, expected, fix), inner)
{
    /// <summary>The file or argument, and where in it, for example <c>config.json: num_attention_heads</c>.</summary>
    public string Place { get; } = place;

    /// <summary>A value from the input made safe to print: at most 80 characters, no control characters.</summary>
    public static string Show(object? value)
    {
        string text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "null";
        var shown = string.Concat(text.Take(81).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return text.Length > 80 ? string.Concat(shown.AsSpan(0, 80), "…") : shown;
    }

    private static string Compose(string place, string problem, string? expected, string? fix)
    {
        string message = $"{place}: {problem}";
        if (expected is not null)
        {
            message += $"; expected {expected}";
        }

        return fix is null ? message + "." : $"{message}. {fix}";
    }
}
