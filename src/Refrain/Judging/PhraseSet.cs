using System.Text.RegularExpressions;

namespace Refrain.Judging;

/// <summary>The patterns of one section of a phrase list, over the opening of a folded response.</summary>
internal sealed class PhraseSet
{
    // A backtracking expression takes 14 kB, one without backtracking 3 MB, and longer to match. Time stays bounded: openings are of
    // at most 320 characters, and no pattern has more than two gaps, so that a hostile one costs the cube of that and not more.
    private readonly Regex pattern;

    private PhraseSet(string joined) => pattern = new Regex(joined, RegexOptions.CultureInvariant);

    /// <summary>Joins lines into one expression; null without any line.</summary>
    public static PhraseSet? Of(IEnumerable<string> lines, bool boundaries)
    {
        string joined = string.Join('|', lines.Select(line => PhrasePattern.ToRegex(line, boundaries)));
        return joined.Length == 0 ? null : new PhraseSet(joined);
    }

    /// <summary>The match that begins first, or null.</summary>
    public Match? First(string text) => pattern.Match(text) is { Success: true } match ? match : null;

    public bool IsMatch(string text) => pattern.IsMatch(text);

    /// <summary>How many different texts match.</summary>
    public int Distinct(string text) => pattern.Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The text with every match blanked out; of the same length.</summary>
    public string Blank(string text) => pattern.Replace(text, match => new string(' ', match.Length));
}
