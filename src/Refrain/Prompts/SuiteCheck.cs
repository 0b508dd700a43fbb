namespace Refrain.Prompts;

/// <summary>What a suite has and lacks, per language.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Hash">The suite's hash.</param>
/// <param name="Counts">One entry per language, class and split that any language has; zeros included.</param>
/// <param name="Findings">What is missing or looks wrong, by language, class, split and kind.</param>
internal sealed record SuiteCheck(string Name, string Hash, IReadOnlyList<SuiteCount> Counts, IReadOnlyList<SuiteFinding> Findings)
{
    internal static SuiteCheck Of(Suite suite)
    {
        var notes = suite.Content.Notes.ToList();
        var repeatedInEnglish = new HashSet<string>(StringComparer.Ordinal);
        foreach (string language in suite.Languages.OrderBy(language => language != "en"))
        {
            var empty = suite
                .Content.Notes.Where(note => note.Kind == SuiteFindingKind.Empty && note.Language == language)
                .Select(note => (note.Class, note.Split, note.Id))
                .ToHashSet();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var record in suite.Content.Records)
            {
                // Where English repeats itself, its translations must.
                if (
                    Look(suite, record, language, empty, seen) is { } kind
                    && (
                        kind != SuiteFindingKind.Duplicate
                        || (language == "en" ? repeatedInEnglish.Add(record.Key) : !repeatedInEnglish.Contains(record.Key))
                    )
                )
                {
                    notes.Add(new(kind, language, record.Class, record.Split, record.Id));
                }
            }
        }

        return new(suite.Name, suite.Hash, [.. Count(suite)], Group(suite, notes));
    }

    private static IEnumerable<SuiteCount> Count(Suite suite) =>
        from language in suite.Languages
        from promptClass in Enum.GetValues<PromptClass>()
        from split in Enum.GetValues<Split>()
        where suite.Records(promptClass, split).Count > 0
        select new SuiteCount(language, promptClass, split, suite.Prompts(promptClass, split, language).Count);

    /// <summary>The first finding about one record in one language, or null.</summary>
    private static SuiteFindingKind? Look(
        Suite suite,
        SuiteRecord record,
        string language,
        HashSet<(PromptClass, Split, string)> empty,
        HashSet<string> seen
    )
    {
        if (!record.Text.TryGetValue(language, out var text))
        {
            // What one language alone has is told there, not as a hole in all others.
            bool told = suite.IsOther(record) || record.Text.Count == 0 || empty.Contains((record.Class, record.Split, record.Id));
            return told ? null : SuiteFindingKind.Missing;
        }

        if (!seen.Add(text.Trim()))
        {
            return SuiteFindingKind.Duplicate;
        }

        if (suite.IsOther(record))
        {
            return SuiteFindingKind.OtherPrompts;
        }

        if (language != "en" && record.Text.GetValueOrDefault("en")?.Trim() == text.Trim())
        {
            return SuiteFindingKind.Untranslated;
        }

        return WritingSystem.Fits(text, language) ? null : SuiteFindingKind.WrongScript;
    }

    private static List<SuiteFinding> Group(Suite suite, List<SuiteNote> notes) =>
        [
            .. notes
                .GroupBy(note => (note.Language, note.Class, note.Split, note.Kind))
                .OrderBy(group => group.Key.Language, StringComparer.Ordinal)
                .ThenBy(group => (group.Key.Class, group.Key.Split, group.Key.Kind))
                .Select(group => new SuiteFinding(
                    group.Key.Kind,
                    group.Key.Language,
                    group.Key.Class,
                    group.Key.Split,
                    [.. group.Select(note => note.Id)],
                    suite.Records(group.Key.Class, group.Key.Split).Count
                )),
        ];
}

/// <summary>How many prompts of a class and split a language has.</summary>
internal readonly record struct SuiteCount(string Language, PromptClass Class, Split Split, int Prompts);
