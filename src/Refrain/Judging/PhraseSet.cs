using System.Text.RegularExpressions;

namespace Refrain.Judging;

/// <summary>The patterns of one section of a phrase list.</summary>
internal sealed class PhraseSet
{
    // .NET refuses automata of more than 10,000 nodes; of the lists' patterns a character makes up to three.
    private const int LongestPattern = 2000;

    // Each automaton takes a megabyte: only those of the languages that are judged are built.
    private readonly Lazy<Regex>[] patterns;

    // NonBacktracking: time stays linear in the text, whatever a hostile response holds.
    private PhraseSet(IEnumerable<string> joined) => patterns = [.. joined.Select(pattern => new Lazy<Regex>(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)))];

    /// <summary>Joins lines as far as one automaton holds them; null without any line.</summary>
    public static PhraseSet? Of(IEnumerable<string> lines, bool boundaries)
    {
        var joined = new List<string>();
        foreach (string pattern in lines.Select(line => PhrasePattern.ToRegex(line, boundaries)))
        {
            if (joined.Count > 0 && joined[^1].Length + pattern.Length < LongestPattern)
            {
                joined[^1] += "|" + pattern;
            }
            else
            {
                joined.Add(pattern);
            }
        }

        return joined.Count == 0 ? null : new PhraseSet(joined);
    }

    /// <summary>The match that begins first, or null.</summary>
    public Match? First(string text) =>
        patterns.Select(pattern => pattern.Value.Match(text)).Where(match => match.Success).MinBy(match => match.Index);

    public bool IsMatch(string text) => patterns.Any(pattern => pattern.Value.IsMatch(text));

    /// <summary>How many different texts match.</summary>
    public int Distinct(string text) =>
        patterns.SelectMany(pattern => pattern.Value.Matches(text)).Select(match => match.Value).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The text with every match blanked out; of the same length.</summary>
    public string Blank(string text) =>
        patterns.Aggregate(text, (rest, pattern) => pattern.Value.Replace(rest, match => new string(' ', match.Length)));
}
