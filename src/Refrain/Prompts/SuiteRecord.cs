namespace Refrain.Prompts;

/// <summary>One prompt in all its languages, as a suite's file gives it.</summary>
/// <param name="Id">Unique within class and split.</param>
/// <param name="Number">What test ids call it: PolyRefuse's row, or the position within class and split; null where it has
/// none.</param>
/// <param name="Class">What it asks for.</param>
/// <param name="Split">What it is used for.</param>
/// <param name="Category">The suite's own finer label.</param>
/// <param name="Text">Language to prompt, sorted by language; never blank.</param>
internal sealed record SuiteRecord(
    string Id,
    int? Number,
    PromptClass Class,
    Split Split,
    string? Category,
    SortedList<string, string> Text
)
{
    public string Key => $"{Class.Word()}/{Split.Word()}/{Id}";
}
