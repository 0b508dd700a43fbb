using System.Text;
using System.Text.RegularExpressions;

namespace Refrain.Judging;

/// <summary>The small pattern language of the phrase lists.</summary>
internal static class PhrasePattern
{
    // What ends a clause, and what ends a sentence; patterns never reach across a sentence.
    private const string Clause = "[^.!?;:,。，、！？؟،؛|\n]*";
    private const string Sentence = "[^.!?;:。！？؟؛|\n]*";

    /// <summary>
    /// A line as a regular expression over folded text: <c>(a|b)</c> alternatives, <c>?</c> optional, <c>...</c> anything within
    /// the clause, <c>…</c> anything within the sentence, <c>*</c> the rest of the word; everything else stands for itself.
    /// With <paramref name="boundaries"/> words match whole.
    /// </summary>
    public static string ToRegex(string line, bool boundaries)
    {
        string edge = boundaries ? @"\b" : "";
        var regex = new StringBuilder("(?:").Append(edge);
        string text = FoldParts(line);
        for (int i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("...", StringComparison.Ordinal))
            {
                regex.Append(edge).Append(Clause).Append(edge);
                i += 2;
            }
            else
            {
                regex.Append(
                    text[i] switch
                    {
                        '(' => "(?:",
                        ')' or '|' or '?' => text[i].ToString(),
                        '…' => edge + Sentence + edge,
                        '\u0001' => @"\w*",
                        char c => Regex.Escape(c.ToString()),
                    }
                );
            }
        }

        return regex.Append(edge).Append(')').ToString();
    }

    // Folding drops '*' (Markdown), so it passes as its wide form.
    private static string FoldParts(string line) => TextFold.Fold(line.Replace('*', '＊')).Replace('＊', '\u0001');
}
