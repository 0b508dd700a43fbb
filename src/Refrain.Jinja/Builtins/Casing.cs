using System.Globalization;
using System.Text;
using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Builtins;

/// <summary>Python's upper and lower case, which know a few letters that become several.</summary>
internal static class Casing
{
    public static string Upper(string text, Budget budget) =>
        Ascii.IsValid(text) ? Charged(text, budget).ToUpperInvariant() : Map(text, budget, (rune, _) => Upper(rune));

    public static string Lower(string text, Budget budget) =>
        Ascii.IsValid(text) ? Charged(text, budget).ToLowerInvariant() : Map(text, budget, (rune, at) => Lower(text, rune, at));

    public static string Swap(string text, Budget budget) => Map(text, budget, (rune, at) => Rune.IsUpper(rune) ? Lower(text, rune, at)
            : Rune.IsLower(rune) ? Upper(rune)
            : rune.ToString());

    public static string Capitalize(string text, Budget budget) =>
        Map(text, budget, (rune, at) => at == 0 ? First(rune) : Lower(text, rune, at));

    /// <summary>Upper case at the start of every run of letters, as <c>str.title</c> does.</summary>
    public static string Title(string text, Budget budget)
    {
        bool inWord = false;
        return Map(text, budget, (rune, at) =>
        {
            string mapped = inWord ? Lower(text, rune, at) : First(rune);
            inWord = IsCased(rune);
            return mapped;
        });
    }

    public static bool IsCased(Rune rune) =>
        Rune.IsUpper(rune) || Rune.IsLower(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    private static string First(Rune rune) =>
        rune.Value == 'ß' ? "Ss"
        : Upper(rune) is { Length: > 1 } several && rune.IsBmp ? several[0] + several[1..].ToLowerInvariant()
        : Upper(rune);

    private static string Upper(Rune rune) =>
        rune.Value switch
        {
            'ß' => "SS",
            'ŉ' => "ʼN",
            'ǰ' => "J\u030C",
            'ﬀ' => "FF",
            'ﬁ' => "FI",
            'ﬂ' => "FL",
            'ﬃ' => "FFI",
            'ﬄ' => "FFL",
            'ﬅ' or 'ﬆ' => "ST",
            'և' => "ԵՒ",
            _ => Rune.ToUpperInvariant(rune).ToString(),
        };

    private static string Lower(string text, Rune rune, int at) =>
        rune.Value switch
        {
            'İ' => "i\u0307",
            'Σ' when at > 0 && char.IsLetter(text[at - 1]) && !(at + 1 < text.Length && char.IsLetter(text[at + 1])) => "ς",
            _ => Rune.ToLowerInvariant(rune).ToString(),
        };

    private static string Charged(string text, Budget budget)
    {
        budget.Text(text.Length);
        return text;
    }

    private static string Map(string text, Budget budget, Func<Rune, int, string> map)
    {
        budget.Text(text.Length);
        budget.Work(text.Length * 12L); // One character at a time, with a string for each.
        var mapped = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length; )
        {
            char c = text[at];
            if (!Rune.TryGetRuneAt(text, at, out var rune))
            {
                mapped.Append(c);
                at++;
                continue;
            }

            mapped.Append(map(rune, at));
            at += rune.Utf16SequenceLength;
        }

        budget.Allocate(mapped.Length * 2L);
        return mapped.ToString();
    }
}
