using System.Globalization;
using System.Text;

namespace Refrain.Jinja.Syntax;

/// <summary>Undoes the backslash escapes of a Python string literal; an unknown escape keeps its backslash.</summary>
internal static class StringEscapes
{
    /// <summary>The text, or null with the problem where an escape is malformed.</summary>
    public static string? Undo(string literal, out string? problem)
    {
        problem = null;
        if (!literal.Contains('\\'))
        {
            return literal;
        }

        var text = new StringBuilder(literal.Length);
        for (int i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\' || i + 1 == literal.Length)
            {
                text.Append(literal[i]);
                continue;
            }

            char c = literal[++i];
            if (c is 'x' or 'u' or 'U')
            {
                int digits =
                    c == 'x' ? 2
                    : c == 'u' ? 4
                    : 8;
                if (i + digits >= literal.Length || !TryAppend(text, literal.AsSpan(i + 1, digits)))
                {
                    problem = $"truncated or illegal \\{c} escape";
                    return null;
                }

                i += digits;
            }
            else if (c is >= '0' and <= '7')
            {
                int value = 0;
                int first = i;
                for (; i < literal.Length && i < first + 3 && literal[i] is >= '0' and <= '7'; i++)
                {
                    value = (value * 8) + literal[i] - '0';
                }

                i--;
                text.Append((char)value);
            }
            else if (c == 'N')
            {
                problem = "character names (\\N{…}) are not supported: write \\u and the code point";
                return null;
            }
            else
            {
                AppendSimple(text, c);
            }
        }

        return text.ToString();
    }

    private static bool TryAppend(StringBuilder text, ReadOnlySpan<char> digits)
    {
        if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) || value > 0x10FFFF)
        {
            return false;
        }

        if (value <= 0xFFFF)
        {
            text.Append((char)value); // A lone surrogate is one character in Python, too.
        }
        else
        {
            text.Append(char.ConvertFromUtf32((int)value));
        }

        return true;
    }

    private static void AppendSimple(StringBuilder text, char c)
    {
        switch (c)
        {
            case '\n':
                break; // A continued line.
            case '\\' or '\'' or '"':
                text.Append(c);
                break;
            case 'a':
                text.Append('\a');
                break;
            case 'b':
                text.Append('\b');
                break;
            case 'f':
                text.Append('\f');
                break;
            case 'n':
                text.Append('\n');
                break;
            case 'r':
                text.Append('\r');
                break;
            case 't':
                text.Append('\t');
                break;
            case 'v':
                text.Append('\v');
                break;
            default:
                text.Append('\\').Append(c);
                break;
        }
    }
}
