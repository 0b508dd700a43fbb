using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Formatting;

/// <summary>What stands behind the colon of a replacement field: <c>[[fill]align][sign][#][0][width][,][.precision][type]</c>.</summary>
internal static partial class FormatSpec
{
    private const int LongestSpecification = 100;

    /// <summary>A width that is filled with grouped zeros; larger ones have no use.</summary>
    private const int MostZeros = 100_000;

    [GeneratedRegex(
        @"^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[+\- ])?(?<z>z)?(?<alternate>#)?(?<zero>0)?"
            + @"(?<width>[0-9]{1,9})?(?<group>[,_])?(?:\.(?<precision>[0-9]{1,9}))?(?<type>[bcdeEfFgGnosxX%])?$",
        RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Grammar();

    public static string Apply(object? value, string spec, Budget budget)
    {
        if (spec.Length == 0)
        {
            return Printing.Text(value, budget);
        }

        if (spec.Length > LongestSpecification)
        {
            throw new JinjaException($"a format specifier of {spec.Length} characters; at most {LongestSpecification} are allowed");
        }

        var match = Grammar().Match(spec);
        if (!match.Success)
        {
            throw new JinjaException($"Invalid format specifier '{Shown.Of(spec)}'");
        }

        char type = match.Groups["type"] is { Success: true } letter ? letter.Value[0] : ' ';
        int? precision = match.Groups["precision"] is { Success: true } digits
            ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture)
            : null;
        budget.Digits(Decimals.WorkDigits + Math.Min(precision ?? 6, 2000));
        budget.Work(value is BigInteger { } large ? large.GetBitLength() * 4 : 0);
        if (
            match.Groups["group"] is { Success: true } group
            && (type is 'n' or 'c' or 's' || value is string || (group.ValueSpan is "," && type is 'b' or 'o' or 'x' or 'X'))
        )
        {
            throw new JinjaException($"Cannot specify '{group.Value}' with '{(type == ' ' ? 's' : type)}'.");
        }

        (string sign, string body) =
            (value is string && type == ' ') || type == 's'
                ? ("", Shorten(value, precision, match))
                : Number(value, type, precision, match);
        return Pad(sign, body, value is string ? '<' : '>', match, budget);
    }

    private static string Shorten(object? value, int? precision, Match match)
    {
        string text = value as string ?? throw new JinjaException($"Unknown format code 's' for object of type '{TypeNames.Of(value)}'");
        foreach (
            (string name, string what) in ((string, string)[])
                [("sign", "Sign"), ("z", "Negative zero coercion (z)"), ("alternate", "Alternate form (#)")]
        )
        {
            if (match.Groups[name].Success)
            {
                throw new JinjaException($"{what} not allowed in string format specifier");
            }
        }

        if (match.Groups["align"].Value == "=")
        {
            throw new JinjaException("'=' alignment not allowed in string format specifier");
        }

        return precision is { } length ? text[..CodePoints.Position(text, length)] : text;
    }

    private static (string Sign, string Body) Number(object? value, char type, int? precision, Match match)
    {
        if (value is Undefined undefined)
        {
            throw undefined.Error();
        }

        if (!Numbers.IsNumber(value))
        {
            throw new JinjaException($"unsupported format string passed to {TypeNames.Of(value)}.__format__");
        }

        bool isInteger =
            (type == ' ' && value is not double) || type is 'b' or 'd' or 'o' or 'x' or 'X' or 'c' || (type == 'n' && value is not double);
        if (isInteger && value is double)
        {
            throw new JinjaException($"Unknown format code '{type}' for object of type 'float'");
        }

        if (isInteger && precision is not null)
        {
            throw new JinjaException("Precision not allowed in integer format specifier");
        }

        if (isInteger && match.Groups["z"].Success)
        {
            throw new JinjaException("Negative zero coercion (z) not allowed in format specifier with integer presentation type");
        }

        if (type == 'c')
        {
            if (match.Groups["sign"].Success || match.Groups["alternate"].Success)
            {
                throw new JinjaException(
                    $"{(match.Groups["sign"].Success ? "Sign" : "Alternate form (#)")} not allowed with integer format specifier 'c'"
                );
            }

            return ("", PercentFormat.Character(value));
        }

        string sign =
            NumberText.IsNegative(value) ? "-"
            : match.Groups["sign"].Value is "+" or " " ? match.Groups["sign"].Value
            : "";
        if (isInteger)
        {
            string prefix = type is 'b' or 'o' or 'x' or 'X' && match.Groups["alternate"].Success ? "0" + type : "";
            return (
                sign + prefix,
                Group(
                    NumberText.Integer(Numbers.Integer(value), type),
                    match,
                    type is 'b' or 'o' or 'x' or 'X' ? 4 : 3,
                    sign.Length + prefix.Length
                )
            );
        }

        double number = Numbers.Float(value);
        bool alternate = match.Groups["alternate"].Success;
        string body =
            type == ' ' && precision is null
                ? Floats.Repr(Math.Abs(number))
                : NumberText.Float(number, type is 'n' ? 'g' : type, precision ?? 6, alternate);
        body = alternate && double.IsFinite(number) && !body.Contains('.') ? NumberText.Pointed(body) : body;
        if (
            match.Groups["z"].Success
            && sign == "-"
            && body.AsSpan(0, Mantissa(body)).IndexOfAnyInRange('1', '9') < 0
            && double.IsFinite(number)
        )
        {
            sign = match.Groups["sign"].Value is "+" or " " ? match.Groups["sign"].Value : "";
        }

        return (sign, Group(body, match, 3, sign.Length));
    }

    private static int Mantissa(string body) => body.AsSpan().IndexOfAny('e', 'E') is >= 0 and var end ? end : body.Length;

    private static string Group(string text, Match match, int size, int signs)
    {
        if (!match.Groups["group"].Success)
        {
            return text;
        }

        int end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        string whole = end < 0 || size == 4 ? text : text[..end];
        string rest = text[whole.Length..];
        bool fillsZeros = match.Groups["align"] is { Success: true } align
            ? align.Value == "=" && (match.Groups["fill"] is { Success: true } fill ? fill.Value == "0" : match.Groups["zero"].Success)
            : match.Groups["zero"].Success;
        if (fillsZeros && whole.Length > 0)
        {
            // Zeros that fill are grouped too: the fewest digits that reach the width, where no separator comes first.
            long width = Width(match) - signs - rest.Length;
            long digits = Math.Max(whole.Length, width * size / (size + 1));
            while (digits + ((digits - 1) / size) < width)
            {
                digits++;
            }

            whole =
                digits <= MostZeros
                    ? whole.PadLeft((int)digits, '0')
                    : throw new JinjaException($"a width of more than {MostZeros} digits");
        }

        int first = ((whole.Length - 1) % size) + 1;
        string grouped =
            whole[..first] + string.Concat(whole[first..].Chunk(size).Select(part => match.Groups["group"].Value + new string(part)));
        return grouped + rest;
    }

    private static int Width(Match match) =>
        match.Groups["width"] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static string Pad(string sign, string body, char align, Match match, Budget budget)
    {
        int width = Width(match);
        char fill =
            match.Groups["fill"].Success ? match.Groups["fill"].Value[0]
            : match.Groups["zero"].Success ? '0'
            : ' ';
        align =
            match.Groups["align"].Success ? match.Groups["align"].Value[0]
            : match.Groups["zero"].Success && align == '>' ? '='
            : align;
        long space = Math.Max(0L, width - sign.Length - (long)CodePoints.Count(body));
        long before = align switch
        {
            '<' => 0,
            '^' => space / 2,
            _ => space,
        };
        var text = new TextBuilder(budget);
        if (align == '=')
        {
            return text.Append(sign).Append(fill, before).Append(body).ToString();
        }

        return text.Append(fill, before).Append(sign).Append(body).Append(fill, space - before).ToString();
    }
}
