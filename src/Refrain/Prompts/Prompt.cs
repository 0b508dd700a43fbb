namespace Refrain.Prompts;

/// <summary>One prompt in one language.</summary>
/// <param name="Id">The same in every language that has the prompt; unique within its class and split.</param>
/// <param name="Class">What it asks for.</param>
/// <param name="Split">What it is used for.</param>
/// <param name="Category">The suite's own finer label, where it has one.</param>
/// <param name="Language">The language's tag, for example <c>de</c>.</param>
/// <param name="Text">The user's turn, exactly as the suite has it; never blank.</param>
/// <param name="OtherPrompts">True when it was given for this language only: such prompts are left out of paired comparisons.</param>
internal sealed record Prompt(string Id, PromptClass Class, Split Split, string? Category, string Language, string Text, bool OtherPrompts)
{
    internal const string OverRefusal = "over-refusal";

    /// <summary>The <see cref="OverRefusalSet"/> that it is from; null: the suite's.</summary>
    public string? Set { get; init; }

    /// <summary>Unique in an audit but for the language: <c>harmful/test/286</c>, <c>over-refusal/xstest/12</c>.</summary>
    public string Key => Set is null ? $"{Class.Word()}/{Split.Word()}/{Id}" : $"{OverRefusal}/{Set}/{Id}";
}
