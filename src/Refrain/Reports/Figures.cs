using System.Globalization;

namespace Refrain.Reports;

/// <summary>Numbers as the report prints them.</summary>
internal static class Figures
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string Missing = "—";

    /// <summary><c>94%</c>.</summary>
    public static string Percent(double? share) => share is { } value && double.IsFinite(value) ? Number(100 * value, "0") + "%" : Missing;

    /// <summary><c>85–98%</c>.</summary>
    public static string Interval(double? low, double? high) =>
        low is { } from && high is { } to && double.IsFinite(from + to) ? $"{Number(100 * from, "0")}–{Number(100 * to, "0")}%" : Missing;

    /// <summary><c>+6.9</c>, <c>−3.8</c>: a refusal score.</summary>
    public static string Score(double? score, string format = "0.0")
    {
        if (score is not { } value || !double.IsFinite(value))
        {
            return Missing;
        }

        string text = Number(value, format);
        return text.StartsWith('−') ? text : "+" + text;
    }

    /// <summary>A number in a .NET format, with a real minus sign.</summary>
    public static string Number(double? number, string format) =>
        number is { } value && double.IsFinite(value) ? Unsigned(value.ToString(format, CultureInfo.InvariantCulture)) : Missing;

    /// <summary><c>0.16</c>, <c>0.004</c>, <c>9.4</c>: three digits at most where that is enough.</summary>
    public static string Divergence(double? kl) =>
        Number(
            kl,
            Math.Abs(kl ?? 0) switch
            {
                < 0.01 => "0.####",
                < 1 => "0.00",
                _ => "0.0",
            }
        );

    /// <summary><c>0.031</c>, <c>&lt; 0.001</c>.</summary>
    public static string PValue(double? p) => p < 0.001 ? "< 0.001" : Number(p, "0.000");

    /// <summary><c>139.4 M</c>.</summary>
    public static string Count(long count) =>
        count switch
        {
            >= 1_000_000_000 => Number(count / 1e9, "0.0") + " B",
            >= 1_000_000 => Number(count / 1e6, "0.0") + " M",
            _ => count.ToString("N0", CultureInfo.InvariantCulture),
        };

    /// <summary><c>4 min 05 s</c>.</summary>
    public static string Duration(double seconds)
    {
        long whole = (long)Math.Round(Math.Clamp(seconds, 0, 1e9));
        return whole switch
        {
            < 60 => Number(seconds, seconds < 10 ? "0.0" : "0") + " s",
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60:00} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole % 3600 / 60:00} min"),
        };
    }

    /// <summary><c>2026-01-31 17:05 UTC</c>.</summary>
    public static string Moment(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? Missing;

    // "-0.0" is a rounded nothing: no sign.
    private static string Unsigned(string text) =>
        text.StartsWith('-') ? (text.AsSpan(1).IndexOfAnyExcept("0.") < 0 ? text[1..] : "−" + text[1..]) : text;
}
