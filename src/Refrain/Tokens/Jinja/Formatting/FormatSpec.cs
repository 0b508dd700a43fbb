using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Refrain.Tokens.Jinja.Evaluation;
using Refrain.Tokens.Jinja.Values;

namespace Refrain.Tokens.Jinja.Formatting;

/// <summary>What stands behind the colon of a replacement field: <c>[[fill]align][sign][#][0][width][,][.precision][type]</c>.</summary>
internal static partial class FormatSpec
{
    private const int LongestSpecification = 100;

    [GeneratedRegex(@"^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[+\- ])?(?<z>z)?(?<alternate>#)?(?<zero>0)?(?<width>[0-9]{1,9})?(?<group>[,_])?(?:\.(?<precision>[0-9]{1,9}))?(?<type>[bcdeEfFgGnosxX%])?$",
        RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
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
            throw new JinjaException($"Invalid format specifier '{BadInputException.Show(spec)}'");
        }

        char type = match.Groups["type"] is { Success: true } letter ? letter.Value[0] : ' ';
        int? precision = match.Groups["precision"] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : null;
        budget.Digits(Decimals.WorkDigits + Math.Min(precision ?? 6, 2000));
        budget.Work(value is BigInteger { } large ? large.GetBitLength() * 4 : 0);
        (string sign, string body) = (value is string && type == ' ') || type == 's'
            ? ("", Shorten(value, precision))
            : Number(value, type, precision, match);
        return Pad(sign, body, value is string ? '<' : '>', match, budget);
    }

    private static string Shorten(object? value, int? precision)
    {
        string text = value as string ?? throw new JinjaException($"Unknown format code 's' for object of type '{TypeNames.Of(value)}'");
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

        bool isInteger = (type == ' ' && value is not double) || type is 'b' or 'd' or 'n' or 'o' or 'x' or 'X' or 'c';
        if (isInteger && value is double)
        {
            throw new JinjaException($"Unknown format code '{type}' for object of type 'float'");
        }

        if (isInteger && precision is not null)
        {
            throw new JinjaException("Precision not allowed in integer format specifier");
        }

        if (type == 'c')
        {
            return ("", PercentFormat.Character(value));
        }

        string sign = NumberText.IsNegative(value) ? "-" : match.Groups["sign"].Value is "+" or " " ? match.Groups["sign"].Value : "";
        if (isInteger)
        {
            string prefix = type is 'b' or 'o' or 'x' or 'X' && match.Groups["alternate"].Success ? "0" + type : "";
            return (sign + prefix, Group(NumberText.Integer(Numbers.Integer(value), type), match, type is 'b' or 'o' or 'x' or 'X' ? 4 : 3));
        }

        double number = Numbers.Float(value);
        string body = type == ' ' && precision is null ? Floats.Repr(Math.Abs(number)) : NumberText.Float(number, type is ' ' or 'n' ? 'g' : type, precision ?? 6);
        return (sign, Group(type == ' ' && precision is not null && !body.Contains('.') && !body.Contains('e') ? body + ".0" : body, match, 3));
    }

    private static string Group(string text, Match match, int size)
    {
        if (!match.Groups["group"].Success)
        {
            return text;
        }

        int end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        string whole = end < 0 || size == 4 ? text : text[..end];
        int first = ((whole.Length - 1) % size) + 1;
        string grouped = whole[..first] + string.Concat(whole[first..].Chunk(size).Select(part => match.Groups["group"].Value + new string(part)));
        return grouped + text[whole.Length..];
    }

    private static string Pad(string sign, string body, char align, Match match, Budget budget)
    {
        int width = match.Groups["width"] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;
        char fill = match.Groups["fill"].Success ? match.Groups["fill"].Value[0] : match.Groups["zero"].Success ? '0' : ' ';
        align = match.Groups["align"].Success ? match.Groups["align"].Value[0] : match.Groups["zero"].Success && align == '>' ? '=' : align;
        long space = Math.Max(0L, width - sign.Length - (long)CodePoints.Count(body));
        long before = align switch { '<' => 0, '^' => space / 2, _ => space };
        var text = new TextBuilder(budget);
        if (align == '=')
        {
            return text.Append(sign).Append(fill, before).Append(body).ToString();
        }

        return text.Append(fill, before).Append(sign).Append(body).Append(fill, space - before).ToString();
    }
}
