namespace Refrain.Prompts;

/// <summary>Something that a suite lacks, or that looks wrong in it: to be told, never an error.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Language">Where it is.</param>
/// <param name="Class">In which class.</param>
/// <param name="Split">In which split.</param>
/// <param name="Ids">The ids it is about, in the suite's order.</param>
/// <param name="Of">How many ids the class and split have over all languages.</param>
internal sealed record SuiteFinding(
    SuiteFindingKind Kind,
    string Language,
    PromptClass Class,
    Split Split,
    IReadOnlyList<string> Ids,
    int Of
);
