namespace Refrain.Prompts;

/// <summary>The prompts of one class that are measured in one language.</summary>
/// <param name="Class">Their class.</param>
/// <param name="Language">Their language.</param>
/// <param name="Prompts">In the order in which they were asked for; those marked <see cref="Prompt.OtherPrompts"/> have no
/// counterpart.</param>
/// <param name="NotMeasured">Keys (<c>harmless/test/250</c>) that were asked for and that the language, or the suite, does not
/// have.</param>
internal sealed record SelectedPrompts(PromptClass Class, string Language, IReadOnlyList<Prompt> Prompts, IReadOnlyList<string> NotMeasured)
{
    /// <summary>True when any prompt was given for this language only.</summary>
    public bool Other => Prompts.Any(prompt => prompt.OtherPrompts);
}
