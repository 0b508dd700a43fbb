using System.Globalization;
using System.Numerics;

namespace Refrain.Jinja.Formatting;

/// <summary>
/// Floats in decimal with a given precision, rounded exactly and half to even, as C and Python do. .NET rounds ties away.
/// </summary>
internal static class Decimals
{
    /// <summary>Digits of the exact arithmetic that one conversion may need, for what callers charge.</summary>
    public const int WorkDigits = 90;

    /// <summary>More digits than any double has; a larger precision is an error, not a wait.</summary>
    private const int LargestPrecision = 1_100;

    /// <summary>The absolute value with so many digits behind the point.</summary>
    public static string Fixed(double number, int precision)
    {
        Check(precision);
        string digits = Scale(number, precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return precision == 0 ? digits : $"{digits[..^precision]}.{digits[^precision..]}";
    }

    /// <summary>The absolute value with one digit before the point, so many behind it, and an exponent.</summary>
    public static string Exponential(double number, int precision)
    {
        Check(precision);
        (string digits, int exponent) = Significant(number, precision + 1);
        string fraction = precision == 0 ? "" : "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    /// <summary>The absolute value with so many significant digits, with an exponent where that is shorter.</summary>
    /// <param name="number">The number.</param>
    /// <param name="precision">Significant digits.</param>
    /// <param name="keepsZeros">False: trailing zeros are left out.</param>
    /// <param name="exponentFrom">The exponent from which it is written; by default the precision.</param>
    public static string General(double number, int precision, bool keepsZeros = false, int? exponentFrom = null)
    {
        precision = Math.Max(1, precision);
        Check(precision);
        (string digits, int exponent) = Significant(number, precision);
        string Trimmed(string text) => keepsZeros ? text : TrimZeros(text);
        if (exponent < -4 || exponent >= (exponentFrom ?? precision))
        {
            string text = Exponential(number, precision - 1);
            int e = text.IndexOf('e');
            return Trimmed(text[..e]) + text[e..];
        }

        return Trimmed(Fixed(number, Math.Max(0, precision - 1 - exponent)));
    }

    /// <summary>The number rounded to so many digits behind the point, which may be negative.</summary>
    public static double Round(double number, int precision)
    {
        if (!double.IsFinite(number) || precision > 400 || number == 0)
        {
            return number;
        }

        var scaled = precision < -400 ? 0 : Scale(number, precision);
        string text = string.Create(CultureInfo.InvariantCulture, $"{scaled}E{-precision}");
        return Math.CopySign(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), number);
    }

    private static string TrimZeros(string text) => text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text;

    private static void Check(int precision)
    {
        if (precision is < 0 or > LargestPrecision)
        {
            throw new JinjaException($"a precision of more than {LargestPrecision} digits");
        }
    }

    private static (string Digits, int Exponent) Significant(double number, int count)
    {
        if (number == 0)
        {
            return (new string('0', count), 0);
        }

        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        while (true)
        {
            string digits = Scale(number, count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count)
            {
                return (digits, exponent);
            }

            // The logarithm was off by one, or rounding carried into a new digit.
            exponent += digits.Length > count ? 1 : -1;
        }
    }

    /// <summary>|number| · 10^power as the nearest integer, ties to even.</summary>
    private static BigInteger Scale(double number, int power)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xFFFFFFFFFFFFF;
        (mantissa, exponent) = exponent == 0 ? (mantissa, -1074) : (mantissa | (1L << 52), exponent - 1075);
        BigInteger numerator = mantissa;
        var denominator = BigInteger.One;
        if (power >= 0)
        {
            numerator *= BigInteger.Pow(10, power);
        }
        else
        {
            denominator *= BigInteger.Pow(10, -power);
        }

        numerator <<= Math.Max(0, exponent);
        denominator <<= Math.Max(0, -exponent);
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        int half = (remainder * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
