using System.Globalization;
using System.Numerics;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Formatting;
using Refrain.Jinja.Syntax;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Filters that give numbers.</summary>
internal static class NumberFilters
{
    /// <summary>CPython reads no longer integers from text.</summary>
    private const int LongestInteger = 4_300;

    public static readonly Dictionary<string, FilterFunction> All = new()
    {
        ["int"] = (interpreter, value, arguments) => Integer(interpreter, value, arguments),
        ["float"] = (interpreter, value, arguments) => Float(value) ?? arguments.Bind("float", 0, "default").Or(0, 0.0),
        ["abs"] = (_, value, arguments) =>
        {
            arguments.Bind("abs", 0);
            return value is double number ? Math.Abs(number)
                : value is Undefined undefined ? throw undefined.Error()
                : Numbers.Value(BigInteger.Abs(Numbers.Integer(value)));
        },
        ["round"] = (interpreter, value, arguments) =>
        {
            interpreter.Budget.Digits(Decimals.WorkDigits);
            return Round(value, arguments);
        },
    };

    private static object? Integer(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("int", 0, "default", "base");
        int radix = bound.Integer(1, 10);
        int length = (value as string)?.Length ?? 0;
        interpreter.Budget.Work(length);
        interpreter.Budget.Digits(Math.Min(length, LongestInteger));
        var parsed = value switch
        {
            bool or long or BigInteger => Numbers.Integer(value),
            double number when double.IsFinite(number) => PercentFormat.Truncate(number),
            string text => Parse(text, radix) ?? (Float(value) is { } real && double.IsFinite(real) ? PercentFormat.Truncate(real) : null),
            Undefined undefined => throw undefined.Error(),
            _ => (BigInteger?)null,
        };
        return parsed is { } result ? Numbers.Value(result) : bound.Or(0, 0L);
    }

    /// <summary>An integer as Python's <c>int</c> reads it: signs, white space around and single underscores within are fine.</summary>
    private static BigInteger? Parse(string text, int radix)
    {
        text = text.Trim();
        bool isNegative = text.StartsWith('-');
        string digits = isNegative || text.StartsWith('+') ? text[1..] : text;
        string prefix = digits.Length > 2 && digits[0] == '0' ? digits[..2].ToLowerInvariant() : "";
        if ((radix, prefix) is (16, "0x") or (8, "0o") or (2, "0b"))
        {
            digits = digits[2..].TrimStart('_');
        }

        if (
            digits.Length is 0 or > LongestInteger
            || radix is < 2 or > 36
            || digits[0] == '_'
            || digits[^1] == '_'
            || digits.Contains("__", StringComparison.Ordinal)
        )
        {
            return null;
        }

        var value = BigInteger.Zero;
        foreach (char c in digits.Where(c => c != '_'))
        {
            int digit =
                char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10
                : char.IsDigit(c) ? (int)char.GetNumericValue(c)
                : radix;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return isNegative ? -value : value;
    }

    private static double? Float(object? value)
    {
        switch (value)
        {
            case bool or long or BigInteger or double:
                return Numbers.Float(value);
            case Undefined undefined:
                throw undefined.Error();
            case string text:
                string trimmed = new(text.SkipWhile(Characters.IsSpace).ToArray());
                trimmed = Characters.TrimEnd(trimmed).ToLowerInvariant();
                string unsigned = trimmed.TrimStart('+', '-');
                bool isSigned = unsigned.Length < trimmed.Length;
                if (unsigned is "inf" or "infinity" or "nan" && trimmed.Length - unsigned.Length <= 1)
                {
                    return unsigned == "nan" ? double.NaN
                        : trimmed[0] == '-' ? double.NegativeInfinity
                        : double.PositiveInfinity;
                }

                const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                bool isNumber =
                    unsigned.Length > 0
                    && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')
                    && trimmed.Length - unsigned.Length <= (isSigned ? 1 : 0);
                return
                    isNumber
                    && double.TryParse(
                        trimmed.Replace("_", "", StringComparison.Ordinal),
                        Style,
                        CultureInfo.InvariantCulture,
                        out double parsed
                    )
                    ? parsed
                    : null;
            default:
                return null;
        }
    }

    private static object Round(object? value, Arguments arguments)
    {
        var bound = arguments.Bind("round", 0, "precision", "method");
        int precision = Math.Clamp(bound.Integer(0, 0), -1000, 1000);
        string method = bound.Text(1, "common");
        if (value is Undefined undefined)
        {
            throw undefined.Error();
        }

        if (!Numbers.IsNumber(value))
        {
            throw new JinjaException($"type {TypeNames.Of(value)} doesn't define __round__ method");
        }

        double power = Math.Pow(10, precision);
        return method switch
        {
            "common" when value is double number => Decimals.Round(number, precision),
            "common" when precision >= 0 => Numbers.Value(Numbers.Integer(value)),
            "common" => RoundInteger(Numbers.Integer(value), BigInteger.Pow(10, -precision)),
            "ceil" => Math.Ceiling(Numbers.Float(value) * power) / power,
            "floor" => Math.Floor(Numbers.Float(value) * power) / power,
            _ => throw new JinjaException("method must be common, ceil or floor"),
        };
    }

    /// <summary>To a multiple of <paramref name="unit"/>, ties to the even one.</summary>
    private static object RoundInteger(BigInteger value, BigInteger unit)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(value), unit, out var remainder);
        int half = (remainder * 2).CompareTo(unit);
        quotient += half > 0 || (half == 0 && !quotient.IsEven) ? 1 : 0;
        return Numbers.Value(quotient * unit * value.Sign);
    }
}
