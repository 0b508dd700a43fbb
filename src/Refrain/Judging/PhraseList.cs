using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Refrain.Judging;

/// <summary>One language's phrases, read from <c>Phrases/xx.txt</c>; the file format is described in docs/judging.md.</summary>
internal sealed class PhraseList
{
    private static readonly Lazy<FrozenDictionary<string, PhraseList>> All = new(LoadAll);

    private static readonly Lazy<PhraseList[]> InOrder = new(() => [.. All.Value.Values.OrderBy(list => list.Language, StringComparer.Ordinal)]);

    // Each automaton takes a megabyte: only those of the languages that are judged are built.
    private readonly Lazy<Regex?> strong, weak, answer, not;

    private PhraseList(string language, Script script, bool boundaries, ILookup<string, string> sections)
    {
        Language = language;
        Script = script;
        strong = new(() => Compile(sections["strong"], boundaries));
        weak = new(() => Compile(sections["weak"], boundaries));
        answer = new(() => Compile(sections["answer"], boundaries));
        not = new(() => Compile(sections["not"], boundaries));
        Words = sections["words"].SelectMany(line => TextFold.Fold(line).Split(' ')).ToFrozenSet(StringComparer.Ordinal);
    }

    public string Language { get; }

    /// <summary>The script that a response in this language is written in.</summary>
    public Script Script { get; }

    /// <summary>Decisive phrases: the speaker cannot, will not or may not.</summary>
    public Regex? Strong => strong.Value;

    /// <summary>Deflections that are a refusal only in the absence of an answer.</summary>
    public Regex? Weak => weak.Value;

    /// <summary>Words that say that an answer follows: with one of them a deflection is no refusal.</summary>
    public Regex? Answer => answer.Value;

    /// <summary>What looks like a decisive phrase and is none ("I can't wait").</summary>
    public Regex? Not => not.Value;

    /// <summary>Frequent function words, folded, to tell languages of one script apart.</summary>
    public FrozenSet<string> Words { get; }

    /// <summary>Every language that has a list, in ordinal order of its code.</summary>
    public static IReadOnlyList<PhraseList> Every => InOrder.Value;

    /// <summary>The list of a language code (<c>zh</c>, also <c>zh-CN</c> or <c>zh_Hant</c>), or null.</summary>
    public static PhraseList? Find(string language)
    {
        int end = language.AsSpan().IndexOfAny('-', '_');
        string code = (end < 0 ? language : language[..end]).Trim().ToLowerInvariant();
        return All.Value.GetValueOrDefault(code);
    }

    /// <summary>Reads a list. A malformed line is an error that names it: lists are part of the product.</summary>
    public static PhraseList Parse(string language, string text)
    {
        var lines = new List<(string Section, string Line)>();
        string section = "";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1];
            }
            else if (section.Length == 0 && line.Split(':') is [var name, var value])
            {
                settings[name] = value.Trim();
            }
            else if (section is "strong" or "weak" or "answer" or "not" or "words")
            {
                lines.Add((section, line));
            }
            else
            {
                throw new BadInputException($"Phrases/{language}.txt", $"has the line {BadInputException.Show(line)} in section {BadInputException.Show(section)}", "section strong, weak, answer, not or words");
            }
        }

        bool known = Enum.TryParse(settings.GetValueOrDefault("script"), ignoreCase: true, out Script script);
        return known
            ? new PhraseList(language, script, settings.GetValueOrDefault("boundaries") != "no", lines.ToLookup(pair => pair.Section, pair => pair.Line))
            : throw new BadInputException($"Phrases/{language}.txt", "names no known script", "a line such as script: latin");
    }

    /// <summary>All resource names and texts of the lists, in ordinal order.</summary>
    internal static IEnumerable<(string Language, string Text)> Resources()
    {
        var assembly = typeof(PhraseList).Assembly;
        const string prefix = "Refrain.Judging.Phrases.";
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            yield return (name[prefix.Length..^".txt".Length], reader.ReadToEnd());
        }
    }

    private static FrozenDictionary<string, PhraseList> LoadAll() =>
        Resources().Select(resource => Parse(resource.Language, resource.Text)).ToFrozenDictionary(list => list.Language, StringComparer.Ordinal);

    // NonBacktracking: time stays linear in the text, whatever a hostile response holds.
    private static Regex? Compile(IEnumerable<string> lines, bool boundaries)
    {
        string pattern = string.Join('|', lines.Select(line => PhrasePattern.ToRegex(line, boundaries)));
        return pattern.Length == 0 ? null : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}
