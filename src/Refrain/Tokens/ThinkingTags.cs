namespace Refrain.Tokens;

/// <summary>What surrounds a model's thinking in its answer.</summary>
/// <param name="Open">Opens it.</param>
/// <param name="Close">Closes it; the answer comes after that.</param>
/// <param name="Inside">What stands between them where nothing is thought.</param>
/// <param name="After">What stands between the thinking and the answer.</param>
public sealed record ThinkingTags(string Open, string Close, string Inside, string After)
{
    /// <summary>The tags that are known; a model's own others are not looked for.</summary>
    internal static IReadOnlyList<ThinkingTags> Known { get; } =
    [
        new("<think>", "</think>", "\n\n", "\n\n"),
        new("<|START_THINKING|>", "<|END_THINKING|>", "", ""),
        new("[THINK]", "[/THINK]", "", ""),
        new("<reasoning>", "</reasoning>", "\n\n", "\n\n"),
    ];

    /// <summary>The tags that a template's text names; null: none.</summary>
    internal static ThinkingTags? In(string template) =>
        Known.FirstOrDefault(tags =>
            template.Contains(tags.Open, StringComparison.Ordinal) || template.Contains(tags.Close, StringComparison.Ordinal)
        );

    /// <summary>The tags that a tokenizer has as tokens of their own; null: none.</summary>
    internal static ThinkingTags? Of(Tokenizer tokenizer) =>
        Known.FirstOrDefault(tags => tokenizer.TokenId(tags.Open) is not null && tokenizer.TokenId(tags.Close) is not null);

    /// <summary>True where the text ends inside of a thinking part.</summary>
    internal bool IsOpen(string text) =>
        text.LastIndexOf(Open, StringComparison.Ordinal) > text.LastIndexOf(Close, StringComparison.Ordinal);

    /// <summary>What a generation prompt lacks for the thinking part to be empty and closed.</summary>
    internal string Closing(string prompt)
    {
        string inside = prompt.EndsWith('\n') && IsOpen(prompt) && Inside.StartsWith('\n') ? Inside[1..] : Inside;
        return (IsOpen(prompt) ? "" : Open) + inside + Close + After;
    }
}
