using System.Collections;
using System.Globalization;
using System.Text;

namespace Refrain.Tokens;

/// <summary>An expression in .NET's syntax that tests only categories and the characters in <paramref name="Named"/>.</summary>
/// <param name="Source">As it stood in the file.</param>
/// <param name="Pattern">In .NET's syntax, for one character a code point.</param>
/// <param name="Named">[65536] the characters that the expression names, by themselves or in ranges.</param>
internal sealed record TranslatedRegex(string Source, string Pattern, BitArray Named);

/// <summary>Translates the part of Oniguruma's syntax that tokenizers use to .NET's.</summary>
/// <remarks>
/// What differs: possessive quantifiers; <c>\w</c> (Alphabetic, marks, decimal digits, connectors); letter case (<c>(?i:s)</c> also matches
/// ſ);
/// <c>(?m)</c>, which lets the dot match line ends; <c>^</c> and <c>$</c>, which match at every line. All else that is not known is
/// refused:
/// back-references, intersections, nested sets, scripts, characters beyond the basic plane.
/// </remarks>
internal sealed class RegexTranslation
{
    private static readonly string[] GroupOpenings = ["?:", "?=", "?!", "?<=", "?<!", "?>"];

    private const int LongestExpression = 20_000,
        DeepestGroup = 50,
        LongestRun = 100,
        LongestFoldedRange = 1000;

    private readonly string source;
    private readonly string place;
    private readonly StringBuilder output = new();
    private readonly BitArray named = new(65536);
    private int at;

    private RegexTranslation(string source, string place) => (this.source, this.place) = (source, place);

    /// <exception cref="BadInputException">The expression is malformed, or uses what is not supported.</exception>
    public static TranslatedRegex Translate(string expression, string place)
    {
        var translation = new RegexTranslation(expression, place);
        if (expression.Length > LongestExpression)
        {
            throw new BadInputException(place, $"is an expression of {expression.Length} characters", $"at most {LongestExpression}");
        }

        translation.Alternatives(new(false, false), 0);
        if (translation.at < expression.Length)
        {
            throw translation.Unsupported("an unopened )");
        }

        return new(expression, translation.output.ToString(), translation.named);
    }

    private readonly record struct Options(bool IgnoreCase, bool DotMatchesAll);

    private bool More => at < source.Length;

    private char Peek => at < source.Length ? source[at] : '\0';

    private bool Take(string expected)
    {
        bool found = string.CompareOrdinal(source, at, expected, 0, expected.Length) == 0;
        at += found ? expected.Length : 0;
        return found;
    }

    private BadInputException Unsupported(string what) =>
        new(
            place,
            $"is the expression {BadInputException.Show(source)}, which has {what} at character {at}",
            "the syntax described in docs/formats.md"
        );

    private void Alternatives(Options options, int depth)
    {
        if (depth > DeepestGroup)
        {
            throw Unsupported($"groups nested deeper than {DeepestGroup}");
        }

        int runStart = output.Length,
            run = 0; // atoms since
        while (More && Peek != ')')
        {
            if (Take("|"))
            {
                output.Append('|');
                (runStart, run) = (output.Length, 0);
                continue;
            }

            int start = output.Length;
            Atom(options, depth);
            Quantifiers(start);
            if (++run == LongestRun)
            {
                // .NET joins escaped characters one by one and copies those before each time: in groups that stays little.
                output.Insert(runStart, "(?:").Append(')');
                (runStart, run) = (output.Length, 0);
            }
        }
    }

    private void Quantifiers(int start)
    {
        for (int count = 0; ; count++)
        {
            int from = at;
            bool braces = Peek == '{' && Repetition();
            if (!braces && !(Peek is '?' or '*' or '+' && More))
            {
                return;
            }

            at += braces ? 0 : 1;
            if (count > 0)
            {
                output.Insert(start, "(?:").Append(')'); // .NET refuses a quantifier on a quantifier
            }

            string quantifier = source[from..at];
            output.Append(quantifier.StartsWith("{,", StringComparison.Ordinal) ? "{0" + quantifier[1..] : quantifier);
            if (Take("?"))
            {
                output.Append('?');
            }
            else if (!braces && Take("+"))
            {
                output.Insert(start, "(?>").Append(')');
            }
        }
    }

    /// <summary>Passes over <c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c> or <c>{,m}</c>; anything else after a brace is a literal brace.</summary>
    private bool Repetition()
    {
        int close = source.IndexOf('}', at);
        if (close < 0 || close - at > 12)
        {
            return false;
        }

        string[] bounds = source[(at + 1)..close].Split(',');
        if (bounds.Length > 2 || bounds.All(bound => bound.Length == 0) || !bounds.All(bound => bound.All(char.IsAsciiDigit)))
        {
            return false;
        }

        at = close + 1;
        return true;
    }

    private void Atom(Options options, int depth)
    {
        switch (source[at])
        {
            case '(':
                Group(options, depth);
                break;
            case '[':
                at++;
                RegexSet set = new(Peek == '^');
                Set(set, options);
                output.Append(set.Text);
                break;
            case '.':
                at++;
                output.Append(options.DotMatchesAll ? "(?s:.)" : ".");
                break;
            case '^' or '$':
                output.Append("(?m:").Append(source[at++]).Append(')');
                break;
            case '?' or '*' or '+':
                throw Unsupported("a quantifier without anything before it");
            case '\\' when at + 1 < source.Length && source[at + 1] is 'A' or 'z' or 'Z':
                output.Append('\\').Append(source[at + 1]);
                at += 2;
                break;
            default:
                RegexSet one = new(false);
                bool alone = SetItem(one, options) is not null && !options.IgnoreCase;
                output.Append(alone ? one.Text[1..^1] : one.Text); // a set costs .NET a hundred times a character
                break;
        }
    }

    private void Group(Options options, int depth)
    {
        at++;
        string opening = "(?:";
        if (Peek == '?')
        {
            string? known = GroupOpenings.FirstOrDefault(Take);
            if (known is not null)
            {
                opening = "(" + known;
            }
            else
            {
                options = Switches(options);
            }
        }

        output.Append(opening);
        Alternatives(options, depth + 1);
        if (!Take(")"))
        {
            throw Unsupported("an unclosed (");
        }

        output.Append(')');
    }

    /// <summary>Reads <c>?i:</c>, <c>?m:</c>, <c>?im-i:</c>.</summary>
    private Options Switches(Options options)
    {
        at++;
        bool on = true;
        for (; Peek != ':'; at++)
        {
            switch (Peek)
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    options = options with { IgnoreCase = on };
                    break;
                case 'm':
                    options = options with { DotMatchesAll = on };
                    break;
                default:
                    throw Unsupported("an unknown kind of group");
            }
        }

        at++;
        return options;
    }

    private void Set(RegexSet set, Options options)
    {
        at += set.Negated ? 1 : 0;
        if (Peek == ']')
        {
            throw Unsupported("an empty set");
        }

        while (!Take("]"))
        {
            if (!More)
            {
                throw Unsupported("an unclosed [");
            }

            if (Peek == '[' || (Peek == '&' && at + 1 < source.Length && source[at + 1] == '&'))
            {
                throw Unsupported("a set in a set, or an intersection");
            }

            if (string.CompareOrdinal(source, at, @"\W", 0, 2) == 0)
            {
                throw Unsupported(@"\W in a set");
            }

            char? from = SetItem(set, options);
            if (Peek != '-' || at + 1 >= source.Length || source[at + 1] == ']' || from is not char first)
            {
                continue;
            }

            at++;
            RegexSet end = new(false);
            if (SetItem(end, options) is not char last || last < first || (options.IgnoreCase && last - first > LongestFoldedRange))
            {
                throw Unsupported("a range that does not go from one character to a later one, or a long one with letter case ignored");
            }

            set.Range(first, last, options.IgnoreCase);
            Name(set);
        }

        Name(set);
    }

    /// <summary>Adds one character or class to the set; returns the character, null for a class.</summary>
    private char? SetItem(RegexSet set, Options options)
    {
        char character = source[at++];
        if (char.IsSurrogate(character))
        {
            throw Unsupported("a character beyond the basic plane");
        }

        if (character == '\\')
        {
            if (!More)
            {
                throw Unsupported("nothing after the last \\");
            }

            char escape = source[at++];
            switch (escape)
            {
                case 'p' or 'P':
                    set.Category(Property(), escape == 'P', options.IgnoreCase, Unsupported);
                    return null;
                case 's' or 'S' or 'd' or 'D':
                    set.Class(escape);
                    return null;
                case 'w' or 'W':
                    set.Word(escape == 'W');
                    return null;
                default:
                    character = Escaped(escape);
                    break;
            }
        }

        set.Range(character, character, options.IgnoreCase);
        Name(set);
        return character;
    }

    private char Escaped(char escape) =>
        escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => '\u001B',
            'x' when Take("{") => Hexadecimal(source.IndexOf('}', at) - at, 1),
            'x' => Hexadecimal(2, 0),
            'u' => Hexadecimal(4, 0),
            _ when char.IsAsciiLetterOrDigit(escape) => throw Unsupported($"\\{escape}"),
            _ => escape,
        };

    private char Hexadecimal(int digits, int closing)
    {
        if (
            digits is < 1 or > 8
            || at + digits > source.Length
            || !int.TryParse(source.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point)
            || point is < 0 or > 0xFFFF
            || char.IsSurrogate((char)point)
        )
        {
            throw Unsupported("a hexadecimal escape that names no character of the basic plane");
        }

        at += digits + closing;
        return (char)point;
    }

    private (string Name, bool Negated) Property()
    {
        int close = Peek == '{' ? source.IndexOf('}', at) : -1;
        if (close < 0)
        {
            throw Unsupported("a property without braces");
        }

        bool negated = source[at + 1] == '^';
        string name = source[(at + (negated ? 2 : 1))..close];
        at = close + 1;
        return (name, negated);
    }

    private void Name(RegexSet set)
    {
        foreach ((char first, char last) in set.Named)
        {
            for (int i = first; i <= last; i++)
            {
                named[i] = true;
            }
        }

        set.Named.Clear();
    }
}
