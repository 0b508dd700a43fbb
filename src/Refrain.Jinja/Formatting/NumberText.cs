using System.Globalization;
using System.Numerics;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Formatting;

/// <summary>The digits of a number in one of the presentations that <c>%</c> and <c>format</c> share, without sign and padding.</summary>
internal static class NumberText
{
    /// <summary>An absolute integer in base 2, 8, 10 or 16 by the letter b, o, d, x or X.</summary>
    public static string Integer(BigInteger number, char type)
    {
        number = BigInteger.Abs(number);
        string text = type switch
        {
            'x' or 'X' => number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'),
            'b' => number.ToString("b", CultureInfo.InvariantCulture).TrimStart('0'),
            'o' => Octal(number),
            _ => number.ToString(CultureInfo.InvariantCulture),
        };
        text = text.Length == 0 ? "0" : text;
        return type == 'X' ? text.ToUpperInvariant() : text;
    }

    private static string Octal(BigInteger number)
    {
        string bits = number.ToString("b", CultureInfo.InvariantCulture).TrimStart('0');
        bits = bits.PadLeft((bits.Length + 2) / 3 * 3, '0');
        return string.Concat(
            bits.Chunk(3).Select(triple => (char)('0' + ((triple[0] - '0') * 4) + ((triple[1] - '0') * 2) + triple[2] - '0'))
        );
    }

    /// <summary>
    /// An absolute float by the letter e, f, g or their capitals; <c>%</c> is f of a hundredfold, and a space g that always looks like a
    /// float.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="type">The letter.</param>
    /// <param name="precision">Digits behind the point, or significant ones for g and a space.</param>
    /// <param name="alternate">Python's <c>#</c>: always a point, and for g its trailing zeros.</param>
    public static string Float(double number, char type, int precision, bool alternate = false)
    {
        if (!double.IsFinite(number))
        {
            string special = double.IsNaN(number) ? "nan" : "inf";
            return (char.IsAsciiLetterUpper(type) ? special.ToUpperInvariant() : special) + (type == '%' ? "%" : "");
        }

        string text = char.ToLowerInvariant(type) switch
        {
            'e' => Decimals.Exponential(number, precision),
            'f' => Decimals.Fixed(number, precision),
            '%' => Decimals.Fixed(number * 100, precision) + "%",
            ' ' => WithPoint(Decimals.General(number, precision, alternate, Math.Max(1, precision) - 1)),
            _ => Decimals.General(number, precision, alternate),
        };
        text = alternate && !text.Contains('.') ? Pointed(text) : text;
        return char.IsAsciiLetterUpper(type) ? text.ToUpperInvariant() : text;
    }

    /// <summary>With a point behind the digits.</summary>
    public static string Pointed(string text)
    {
        int end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text + "." : $"{text[..end]}.{text[end..]}";
    }

    private static string WithPoint(string text) => text.Contains('.') || text.Contains('e') ? text : text + ".0";

    public static bool IsNegative(object? number) =>
        number is double value ? double.IsNegative(value) && !double.IsNaN(value) : Numbers.Integer(number).Sign < 0;
}
