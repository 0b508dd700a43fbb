using System.Globalization;
using System.Numerics;

namespace Refrain.Jinja.Syntax;

/// <summary>Reads one token inside a tag: a number, name, string or operator.</summary>
internal static class ExpressionLexer
{
    /// <summary>Longest first, so that <c>//</c> is not read as two divisions.</summary>
    private static readonly string[] Operators =
    [
        "//",
        "**",
        "==",
        "!=",
        ">=",
        "<=",
        "+",
        "-",
        "/",
        "*",
        "%",
        "~",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ">",
        "<",
        "=",
        ".",
        ":",
        "|",
        ",",
        ";",
    ];

    /// <summary>The token at <paramref name="position"/>, where no white space stands; <paramref name="end"/> is behind it.</summary>
    public static Token Next(string source, int position, int line, string place, out int end)
    {
        char c = source[position];
        if (char.IsAsciiDigit(c))
        {
            return Number(source, position, line, place, out end);
        }

        if (Characters.IsNamePart(c))
        {
            end = position + 1;
            while (end < source.Length && Characters.IsNamePart(source[end]))
            {
                end++;
            }

            return char.IsDigit(c)
                ? throw new JinjaException(place, line, "Invalid character in identifier", raised: false)
                : new Token(TokenKind.Name, source[position..end], line);
        }

        if (c is '\'' or '"')
        {
            return String(source, position, line, place, out end);
        }

        foreach (string text in Operators)
        {
            if (string.CompareOrdinal(source, position, text, 0, text.Length) == 0)
            {
                end = position + text.Length;
                return new Token(TokenKind.Operator, text, line);
            }
        }

        throw new JinjaException(place, line, $"unexpected char '{Shown.Of(c)}' at {position}", raised: false);
    }

    private static Token String(string source, int position, int line, string place, out int end)
    {
        char quote = source[position];
        for (end = position + 1; end < source.Length && source[end] != quote; end++)
        {
            end += source[end] == '\\' ? 1 : 0;
        }

        if (end >= source.Length)
        {
            throw new JinjaException(place, line, $"unexpected char {(quote == '"' ? "'\"'" : "\"'\"")} at {position}", raised: false);
        }

        string? text = StringEscapes.Undo(source[(position + 1)..end++], out string? problem);
        return text is null ? throw new JinjaException(place, line, problem!, raised: false) : new Token(TokenKind.String, text, line);
    }

    private static Token Number(string source, int position, int line, string place, out int end)
    {
        if (source[position] == '0' && position + 2 < source.Length && RadixOf(source[position + 1]) is var radix and > 0)
        {
            int digitsEnd = Digits(source, position + 2, radix);
            if (digitsEnd > position + 2)
            {
                end = digitsEnd;
                return Integer(source[(position + 2)..end], radix, line, place);
            }
        }

        end = Digits(source, position, 10);
        int fraction =
            end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]) ? Digits(source, end + 1, 10) : end;
        int exponent = ExponentEnd(source, fraction);
        // After a dot, "1.5" is a subscript of a subscript: jinja2 looks behind for it.
        bool isFloat = (exponent > end) && !(position > 0 && source[position - 1] == '.');
        if (!isFloat)
        {
            string digits = source[position..end];
            return digits[0] == '0' && digits.Any(d => d is not ('0' or '_'))
                ? throw new JinjaException(place, line, $"invalid number {Shown.Of(digits)}", raised: false)
                : Integer(digits, 10, line, place);
        }

        end = exponent;
        string text = source[position..end].Replace("_", "", StringComparison.Ordinal);
        return new Token(TokenKind.Float, text, line, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private static int RadixOf(char c) =>
        char.ToLowerInvariant(c) switch
        {
            'x' => 16,
            'o' => 8,
            'b' => 2,
            _ => 0,
        };

    private static int Digits(string source, int position, int radix)
    {
        bool IsDigit(int at) =>
            at < source.Length && char.IsAsciiHexDigit(source[at]) && Convert.ToInt32(source[at].ToString(), 16) < radix;
        while (IsDigit(position) || (position < source.Length && source[position] == '_' && IsDigit(position + 1)))
        {
            position++;
        }

        return position;
    }

    private static int ExponentEnd(string source, int position)
    {
        if (position >= source.Length || source[position] is not ('e' or 'E'))
        {
            return position;
        }

        int digits = position + 1 < source.Length && source[position + 1] is '+' or '-' ? position + 2 : position + 1;
        return digits < source.Length && char.IsAsciiDigit(source[digits]) ? Digits(source, digits, 10) : position;
    }

    private static Token Integer(string text, int radix, int line, string place)
    {
        string digits = text.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > 4300)
        {
            throw new JinjaException(place, line, $"an integer of {digits.Length} digits; at most 4300 are allowed", raised: false);
        }

        var value =
            radix == 10
                ? BigInteger.Parse(digits, CultureInfo.InvariantCulture)
                : digits.Aggregate(BigInteger.Zero, (sum, d) => (sum * radix) + Convert.ToInt32(d.ToString(), 16));
        return new Token(TokenKind.Integer, text, line, value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value);
    }
}
