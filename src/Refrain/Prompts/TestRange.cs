using System.Globalization;
using System.Text.RegularExpressions;

namespace Refrain.Prompts;

/// <summary>One entry of the test ids: numbers of a split, both ends included.</summary>
internal readonly partial record struct TestRange(Split Split, int From, int To)
{
    /// <summary>The most ids, and the highest number, that a selection may name.</summary>
    public const int Maximum = SuiteFile.MaximumRecords;

    private const string Expected = "CLASS[/LANGUAGE]:[SPLIT:]FROM-TO, for example harmful:286-349 or harmless/zh:val:32-79";

    public static (PromptClass Class, string? Language, TestRange Range) Parse(string entry)
    {
        var match = Entry().Match(entry);
        if (!match.Success)
        {
            throw new BadInputException(KnownSettings.TestIds, $"has the entry '{BadInputException.Show(entry)}'", Expected);
        }

        string Part(string name) => match.Groups[name].Value;
        var promptClass = Words<PromptClass>.Find(Part("class"))
            ?? throw new BadInputException(
                KnownSettings.TestIds,
                $"names the class '{BadInputException.Show(Part("class"))}'",
                "harmful, harmless or borderline"
            );
        string splitWord = match.Groups["split"].Success ? Part("split") : "test";
        var split = Words<Split>.Find(splitWord)
            ?? throw new BadInputException(
                KnownSettings.TestIds,
                $"names the split '{BadInputException.Show(splitWord)}'",
                "train, val or test"
            );
        string? language = match.Groups["language"].Success ? Part("language") : null;
        if (language is not null && !LanguageTag.IsValid(language))
        {
            throw new BadInputException(
                KnownSettings.TestIds,
                $"names the language '{BadInputException.Show(language)}'",
                LanguageTag.Expected
            );
        }

        int from = int.Parse(Part("from"), CultureInfo.InvariantCulture);
        int to = match.Groups["to"].Success ? int.Parse(Part("to"), CultureInfo.InvariantCulture) : from;
        return from <= to && to <= Maximum
            ? (promptClass, language, new(split, from, to))
            : throw new BadInputException(
                KnownSettings.TestIds,
                $"names the range {from}-{to}",
                $"FROM no larger than TO, TO at most {Maximum}"
            );
    }

    [GeneratedRegex(
        @"\A(?<class>[^/:]+)(/(?<language>[^/:]+))?:((?<split>[^/:]+):)?(?<from>[0-9]{1,7})(-(?<to>[0-9]{1,7}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Entry();
}
