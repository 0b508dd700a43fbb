namespace Refrain.Prompts;

/// <summary>What a reader has read of a suite: records in order, languages, and what it noticed on the way.</summary>
internal sealed class SuiteContent
{
    private const int MaximumLanguages = 200;

    private const long MaximumCharacters = 100_000_000;

    private long characters;

    public List<SuiteRecord> Records { get; } = [];

    public SortedSet<string> Languages { get; } = new(StringComparer.Ordinal);

    public List<SuiteNote> Notes { get; } = [];

    public void Add(SuiteRecord record, string place)
    {
        this.characters += record.Text.Values.Sum(text => (long)text.Length);
        if (this.characters > MaximumCharacters)
        {
            throw new BadInputException(
                place,
                $"brings more than {MaximumCharacters} characters of prompts",
                $"at most {MaximumCharacters}",
                "Split the suite."
            );
        }

        if (Records.Count == SuiteFile.MaximumRecords)
        {
            throw new BadInputException(
                place,
                $"is past the {SuiteFile.MaximumRecords}th prompt",
                $"at most {SuiteFile.MaximumRecords} prompts",
                "Split the suite."
            );
        }

        Records.Add(record);
    }

    public void AddLanguage(string language, string place)
    {
        if (Languages.Add(language) && Languages.Count > MaximumLanguages)
        {
            throw new BadInputException(place, $"brings the {Languages.Count}th language", $"at most {MaximumLanguages}");
        }
    }

    public void Note(SuiteFindingKind kind, string language, PromptClass promptClass, Split split, string id) =>
        Notes.Add(new(kind, language, promptClass, split, id));
}

/// <summary>One id of a finding that only the reader can see.</summary>
internal readonly record struct SuiteNote(SuiteFindingKind Kind, string Language, PromptClass Class, Split Split, string Id);
