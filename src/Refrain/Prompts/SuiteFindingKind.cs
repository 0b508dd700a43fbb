namespace Refrain.Prompts;

/// <summary>The kinds of finding; in JSON in snake_case.</summary>
internal enum SuiteFindingKind
{
    /// <summary>Other languages have the id and this one does not.</summary>
    Missing,

    /// <summary>The id is there, its text is null or blank.</summary>
    Empty,

    /// <summary>The text is the English one, unchanged.</summary>
    Untranslated,

    /// <summary>
    /// The text occurs under an earlier id of this language, in any class and split; across splits it is a leak.
    /// Where English repeats itself, translations must: that is told for English only.
    /// </summary>
    Duplicate,

    /// <summary>Nearly all letters are of scripts that the language is not written in.</summary>
    WrongScript,

    /// <summary>The row was not where the others have it; it was found by its English text.</summary>
    OutOfOrder,

    /// <summary>Only this language has the prompt: measured, left out of paired comparisons.</summary>
    OtherPrompts,

    /// <summary>The category is not that of the same row in other languages, so the rows may not be the same prompt.</summary>
    CategoryDiffers,
}
