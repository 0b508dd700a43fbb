namespace Refrain.Prompts;

/// <summary>
/// Which prompts are measured: <c>CLASS[/LANGUAGE]:[SPLIT:]FROM-TO,…</c>, both ends included.
/// Numbers are PolyRefuse's rows, or positions from 0 within class and split. The split is <c>test</c> when none is given.
/// Several entries of a class add up. A language's own entries replace its class's. A class that is not named is not measured;
/// a class that is named for some languages only keeps the default for the others.
/// </summary>
internal sealed class TestSelection
{
    /// <summary>How many ids are measured when none are given.</summary>
    public const int DefaultCount = 64;

    private readonly Dictionary<(PromptClass Class, string? Language), List<TestRange>>? ranges;

    private TestSelection(string text, Dictionary<(PromptClass, string?), List<TestRange>>? ranges)
    {
        Text = text;
        this.ranges = ranges;
    }

    /// <summary>The first 64 test ids of each class; where a language has none of them, the first of those that it alone has.</summary>
    public static TestSelection Default { get; } = new("", null);

    /// <summary>What was given; empty for the default.</summary>
    public string Text { get; }

    /// <summary>The languages that have entries of their own, in ordinal order; an audit refuses those it does not measure.</summary>
    public IReadOnlyList<string> Languages =>
        [
            .. (this.ranges?.Keys ?? Enumerable.Empty<(PromptClass, string? Language)>())
                .Select(key => key.Language)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Reads a selection.</summary>
    /// <exception cref="BadInputException">An entry has another shape; its setting is the test ids.</exception>
    public static TestSelection Parse(string text)
    {
        var ranges = new Dictionary<(PromptClass, string?), List<TestRange>>();
        long total = 0;
        foreach (string entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (promptClass, language, range) = TestRange.Parse(entry);
            total += range.To - range.From + 1;
            if (total > TestRange.Maximum)
            {
                throw new BadInputException(KnownSettings.TestIds, $"names {total} ids", $"at most {TestRange.Maximum}");
            }

            if (!ranges.TryGetValue((promptClass, language), out var list))
            {
                ranges.Add((promptClass, language), list = []);
            }

            list.Add(range);
        }

        return new(text, ranges);
    }

    /// <summary>The prompts of a class to measure in a language; ids that the language lacks are "not measured", never an error.</summary>
    public SelectedPrompts Select(Suite suite, PromptClass promptClass, string language)
    {
        var shared = SharedSlots(suite, promptClass, language);
        var own = Slots(suite, promptClass, language);
        var sharedKeys = shared.Select(slot => slot.Key).ToHashSet(StringComparer.Ordinal);
        var prompts = new List<Prompt>();
        var notMeasured = new List<string>();
        foreach (var (key, record) in own ?? shared)
        {
            if (record is null || !record.Text.ContainsKey(language))
            {
                notMeasured.Add(key);
                continue;
            }

            var prompt = suite.ToPrompt(record, language);
            bool other = prompt.OtherPrompts || !sharedKeys.Contains(key);
            prompts.Add(prompt with { OtherPrompts = other });
        }

        return new(promptClass, language, prompts, notMeasured);
    }

    /// <summary>The first shared test ids; where the language has none of them, its own other prompts.</summary>
    private static List<(string Key, SuiteRecord? Record)> DefaultSlots(Suite suite, PromptClass promptClass, string language)
    {
        var records = suite.Records(promptClass, Split.Test);
        var shared = records.Where(record => !suite.IsOther(record)).Take(DefaultCount).ToList();
        var own = records.Where(record => suite.IsOther(record) && record.Text.ContainsKey(language)).Take(DefaultCount).ToList();
        bool useOwn = own.Count > 0 && !shared.Exists(record => record.Text.ContainsKey(language));
        return [.. (useOwn ? own : shared).Select(record => (record.Key, (SuiteRecord?)record))];
    }

    /// <summary>What a class's entries without a language name, or the default where it has none of them.</summary>
    private List<(string Key, SuiteRecord? Record)> SharedSlots(Suite suite, PromptClass promptClass, string language) =>
        Slots(suite, promptClass, null)
        ?? (this.ranges is null || this.ranges.Keys.Any(key => key.Class == promptClass) ? DefaultSlots(suite, promptClass, language) : []);

    /// <summary>The ids that entries name, in their order and each once; null when there is no entry for this class and language.</summary>
    private List<(string Key, SuiteRecord? Record)>? Slots(Suite suite, PromptClass promptClass, string? language)
    {
        if (this.ranges is null || !this.ranges.TryGetValue((promptClass, language), out var ranges))
        {
            return null;
        }

        var slots = new List<(string, SuiteRecord?)>();
        var seen = new HashSet<(Split, int)>();
        foreach (var range in ranges)
        {
            var numbered = suite
                .Records(promptClass, range.Split)
                .Where(record => record.Number is not null)
                .ToDictionary(record => record.Number!.Value);
            for (int number = range.From; number <= range.To; number++)
            {
                if (seen.Add((range.Split, number)))
                {
                    var record = numbered.GetValueOrDefault(number);
                    slots.Add((record?.Key ?? FormattableString.Invariant($"{promptClass.Word()}/{range.Split.Word()}/#{number}"), record));
                }
            }
        }

        return slots;
    }
}
