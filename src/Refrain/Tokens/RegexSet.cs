using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Refrain.Tokens;

/// <summary>A set of characters and categories under translation, in .NET's syntax.</summary>
internal sealed class RegexSet(bool negated)
{
    private static readonly FrozenSet<string> Categories = FrozenSet.Create(
        StringComparer.Ordinal,
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cn"
    );

    private static readonly FrozenDictionary<string, string> LongNames = new Dictionary<string, string>
    {
        ["Letter"] = "L",
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm",
        ["Other_Letter"] = "Lo",
        ["Mark"] = "M",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["Punctuation"] = "P",
        ["Symbol"] = "S",
        ["Separator"] = "Z",
        ["Other"] = "C",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly StringBuilder items = new();

    public bool Negated => negated;

    /// <summary>The characters named since the list was last emptied.</summary>
    public List<(char First, char Last)> Named { get; } = [];

    public string Text => (negated ? "[^" : "[") + items + "]";

    /// <summary>Adds the characters from first to last and, when case is ignored, what folds to the same.</summary>
    public void Range(char first, char last, bool ignoreCase)
    {
        Named.Add((first, last));
        Append(first, last);
        for (int i = first; ignoreCase && i <= last; i++)
        {
            foreach (char other in SameFold((char)i))
            {
                Named.Add((other, other));
                Append(other, other);
            }
        }
    }

    public void Category((string Name, bool Negated) property, bool negate, bool ignoreCase, Func<string, Exception> unsupported)
    {
        string name = LongNames.GetValueOrDefault(property.Name, property.Name);
        if (!Categories.Contains(name) || (ignoreCase && name is "Lu" or "Ll" or "Lt"))
        {
            throw unsupported($"the property {BadInputException.Show(property.Name)}{(ignoreCase ? " with letter case ignored" : "")}");
        }

        items.Append(property.Negated != negate ? @"\P{" : @"\p{").Append(name).Append('}');
    }

    /// <summary>Adds \s, \S, \d or \D: white space and decimal digits are the same sets in both syntaxes.</summary>
    public void Class(char escape) => items.Append('\\').Append(escape);

    /// <summary>Adds \w, or its complement, which must then be the whole set.</summary>
    /// <remarks>The alphabetic symbols in it are not named: symbols beyond the basic plane that are alphabetic stand in as one of
    /// them.</remarks>
    public void Word(bool negate) => items.Append(negate ? "^" : "").Append(@"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9");

    /// <summary>The other characters with the same simple case folding.</summary>
    private static IEnumerable<char> SameFold(char character)
    {
        char upper = char.ToUpperInvariant(character),
            lower = char.ToLowerInvariant(character);
        IEnumerable<char> same = lower switch
        {
            's' or 'ſ' => "sSſ",
            'k' or '\u212A' => "kK\u212A",
            'å' or '\u212B' => "åÅ\u212B",
            _ => [upper, lower],
        };
        return same.Where(other => other != character).Distinct();
    }

    private void Append(char first, char last)
    {
        Escape(first);
        if (last > first)
        {
            items.Append('-');
            Escape(last);
        }
    }

    private void Escape(char character)
    {
        if (char.IsAsciiLetterOrDigit(character) || character is ' ' or > '\u00FF') // runs of plain characters are read in one piece
        {
            items.Append(character);
        }
        else
        {
            items.Append(@"\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
        }
    }
}
