using System.Globalization;
using System.Text;
using Refrain.Jinja.Syntax;

namespace Refrain.Jinja.Builtins;

/// <summary>Python's <c>isdigit</c>, <c>isupper</c> and their like.</summary>
internal static class CharacterTests
{
    public static Func<string, object>? Find(string name) =>
        name switch
        {
            "isdigit" => text => All(text, IsDigit),
            "isdecimal" => text => All(text, rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber),
            "isnumeric" => text => All(text, Rune.IsNumber),
            "isalpha" => text => All(text, Rune.IsLetter),
            "isalnum" => text => All(text, rune => Rune.IsLetter(rune) || Rune.IsNumber(rune)),
            "isspace" => text => All(text, rune => rune.IsBmp && Characters.IsSpace((char)rune.Value)),
            "isascii" => text => text.All(char.IsAscii),
            "isupper" => text => IsCase(text, Rune.IsLower, Rune.IsUpper),
            "islower" => text => IsCase(text, Rune.IsUpper, Rune.IsLower),
            "istitle" => text => IsTitle(text),
            "isidentifier" => text => text.Length > 0 && !char.IsDigit(text[0]) && text.All(Characters.IsNamePart),
            "isprintable" => text =>
                text.EnumerateRunes().All(rune => rune.Value == ' ' || !(Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))),
            _ => null,
        };

    public static bool IsUpper(string text) => IsCase(text, Rune.IsLower, Rune.IsUpper);

    public static bool IsLower(string text) => IsCase(text, Rune.IsUpper, Rune.IsLower);

    private static bool All(string text, Func<Rune, bool> test) => text.Length > 0 && text.EnumerateRunes().All(test);

    /// <summary>Decimal digits, and the superscripts and circled ones that have a digit's value.</summary>
    private static bool IsDigit(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
        || (rune.IsBmp && CharUnicodeInfo.GetDigitValue((char)rune.Value) >= 0);

    private static bool IsCase(string text, Func<Rune, bool> excluded, Func<Rune, bool> needed) =>
        text.EnumerateRunes().Any(needed) && !text.EnumerateRunes().Any(excluded);

    private static bool IsTitle(string text)
    {
        bool inWord = false;
        bool found = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((Rune.IsUpper(rune) && inWord) || (Rune.IsLower(rune) && !inWord))
            {
                return false;
            }

            inWord = Casing.IsCased(rune);
            found |= inWord;
        }

        return found;
    }
}
