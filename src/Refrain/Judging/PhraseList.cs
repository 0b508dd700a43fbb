using System.Collections.Frozen;
using System.Text;

namespace Refrain.Judging;

/// <summary>One language's phrases, read from <c>Phrases/xx.txt</c>; the file format is described in docs/judging.md.</summary>
internal sealed class PhraseList
{
    private static readonly Lazy<FrozenDictionary<string, PhraseList>> All = new(LoadAll);

    private static readonly Lazy<PhraseList[]> InOrder = new(() =>
        [.. All.Value.Values.OrderBy(list => list.Language, StringComparer.Ordinal)]
    );

    private PhraseList(string language, Script script, bool boundaries, ILookup<string, string> sections)
    {
        Language = language;
        Script = script;
        Strong = PhraseSet.Of(sections["strong"], boundaries);
        Weak = PhraseSet.Of(sections["weak"], boundaries);
        Answer = PhraseSet.Of(sections["answer"], boundaries);
        Not = PhraseSet.Of(sections["not"], boundaries);
        Caution = PhraseSet.Of(sections["caution"], boundaries);
        Redirect = PhraseSet.Of(sections["redirect"], boundaries);
        Words = sections["words"].SelectMany(line => TextFold.Fold(line).Split(' ')).ToFrozenSet(StringComparer.Ordinal);
    }

    public string Language { get; }

    /// <summary>The script that a response in this language is written in.</summary>
    public Script Script { get; }

    /// <summary>Decisive phrases: the speaker cannot, will not or may not.</summary>
    public PhraseSet? Strong { get; }

    /// <summary>Deflections that are a refusal only in the absence of an answer.</summary>
    public PhraseSet? Weak { get; }

    /// <summary>Words that say that an answer follows: with one of them a deflection is no refusal.</summary>
    public PhraseSet? Answer { get; }

    /// <summary>What looks like a decisive phrase and is none ("I can't wait").</summary>
    public PhraseSet? Not { get; }

    /// <summary>Words that warn or condemn ("illegal", "dangerous"); alone no refusal.</summary>
    public PhraseSet? Caution { get; }

    /// <summary>Words that lead elsewhere ("instead", "professional help"); a sign only beside another one.</summary>
    public PhraseSet? Redirect { get; }

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

    /// <summary>The text with what looks like a refusal and is none blanked out; of the same length.</summary>
    public string WithoutLookalikes(string folded) => Not?.Blank(folded) ?? folded;

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
            else if (section is "strong" or "weak" or "caution" or "redirect" or "answer" or "not" or "words")
            {
                lines.Add((section, line));
            }
            else
            {
                throw new BadInputException(
                    $"Phrases/{language}.txt",
                    $"has the line {BadInputException.Show(line)} in section {BadInputException.Show(section)}",
                    "section strong, weak, caution, redirect, answer, not or words"
                );
            }
        }

        bool known = Enum.TryParse(settings.GetValueOrDefault("script"), ignoreCase: true, out Script script);
        return known
            ? new PhraseList(
                language,
                script,
                settings.GetValueOrDefault("boundaries") != "no",
                lines.ToLookup(pair => pair.Section, pair => pair.Line)
            )
            : throw new BadInputException($"Phrases/{language}.txt", "names no known script", "a line such as script: latin");
    }

    /// <summary>All resource names and texts of the lists, in ordinal order.</summary>
    internal static IEnumerable<(string Language, string Text)> Resources()
    {
        var assembly = typeof(PhraseList).Assembly;
        const string prefix = "Refrain.Judging.Phrases.";
        foreach (
            string name in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            yield return (name[prefix.Length..^".txt".Length], reader.ReadToEnd());
        }
    }

    private static FrozenDictionary<string, PhraseList> LoadAll() =>
        Resources()
            .Select(resource => Parse(resource.Language, resource.Text))
            .ToFrozenDictionary(list => list.Language, StringComparer.Ordinal);
}
