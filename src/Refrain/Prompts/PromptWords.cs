namespace Refrain.Prompts;

/// <summary>The words for classes and splits in files, on the command line and in reports.</summary>
internal static class PromptWords
{
    /// <summary><c>harmful</c>, <c>harmless</c> or <c>borderline</c>.</summary>
    public static string Word(this PromptClass promptClass) =>
        promptClass switch
        {
            PromptClass.Harmful => "harmful",
            PromptClass.Harmless => "harmless",
            PromptClass.Borderline => "borderline",
            _ => throw new ArgumentOutOfRangeException(nameof(promptClass)),
        };

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>.</summary>
    public static string Word(this Split split) =>
        split switch
        {
            Split.Train => "train",
            Split.Validation => "val",
            Split.Test => "test",
            _ => throw new ArgumentOutOfRangeException(nameof(split)),
        };

    /// <summary>The class that a word stands for, or null.</summary>
    public static PromptClass? ParseClass(string word) =>
        word switch
        {
            "harmful" => PromptClass.Harmful,
            "harmless" => PromptClass.Harmless,
            "borderline" => PromptClass.Borderline,
            _ => null,
        };

    /// <summary>The split that a word stands for, or null.</summary>
    public static Split? ParseSplit(string word) =>
        word switch
        {
            "train" => Split.Train,
            "val" => Split.Validation,
            "test" => Split.Test,
            _ => null,
        };
}
