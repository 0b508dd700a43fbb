namespace Refrain.Tokens;

/// <summary>Decimal numbers as the tokenizers library reads them: in rare cases the neighbour of the nearest double.</summary>
/// <remarks>
/// Its reader takes the digits as one whole number, as far as they fit in 64 bits, rounds that to double precision, and then multiplies or
/// divides by a power
/// of ten: two roundings. The difference of one unit in the last place decides between segmentations whose scores tie.
/// </remarks>
internal static class DecimalScores
{
    private const int GreatestPower = 308;

    /// <param name="number">A number in JSON.</param>
    /// <returns>Infinite when it is beyond the range.</returns>
    public static double Parse(ReadOnlySpan<byte> number)
    {
        bool negative = number[0] == '-';
        int at = negative ? 1 : 0;
        ulong digits = 0;
        int exponent = 0;
        bool fraction = false,
            full = false;
        for (; at < number.Length && (number[at] == '.' || char.IsAsciiDigit((char)number[at])); at++)
        {
            if (number[at] == '.')
            {
                fraction = true;
                continue;
            }

            ulong digit = (ulong)(number[at] - '0');
            full |= digits > (ulong.MaxValue - digit) / 10; // what follows is passed over
            digits = full ? digits : (digits * 10) + digit;
            exponent += full ? (fraction ? 0 : 1) : (fraction ? -1 : 0);
        }

        if (at < number.Length)
        {
            exponent = Math.Clamp(exponent + Exponent(number[(at + 1)..]), -100_000, 100_000);
        }

        double value = Scale(digits, exponent);
        return negative ? -value : value;
    }

    private static int Exponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        int value = 0;
        foreach (byte digit in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..])
        {
            value = Math.Min((value * 10) + (digit - '0'), 100_000);
        }

        return negative ? -value : value;
    }

    private static double Scale(double value, int exponent)
    {
        for (; exponent < -GreatestPower && value != 0; exponent += GreatestPower)
        {
            value /= 1e308;
        }

        return exponent < 0 ? value / PowerOfTen(Math.Min(-exponent, GreatestPower))
            : exponent <= GreatestPower ? value * PowerOfTen(exponent)
            : value == 0 ? 0
            : double.PositiveInfinity;
    }

    /// <summary>The double nearest to the power.</summary>
    private static double PowerOfTen(int exponent) => double.Parse($"1e{exponent}", System.Globalization.CultureInfo.InvariantCulture);
}
