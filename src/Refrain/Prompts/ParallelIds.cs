namespace Refrain.Prompts;

/// <summary>The ids on which two languages may be compared: both have them, as the same prompt.</summary>
internal static class ParallelIds
{
    /// <summary>
    /// The keys (<c>harmful/test/286</c>) that were selected in both languages, in the first one's order; other prompts are left out.
    /// </summary>
    public static IReadOnlyList<string> Of(SelectedPrompts first, SelectedPrompts second) => Of(first.Prompts, second.Prompts);

    /// <summary>The ids of a class and split that both languages of a suite have, in the suite's order.</summary>
    public static IReadOnlyList<string> Of(Suite suite, PromptClass promptClass, Split split, string first, string second) =>
        [
            .. suite
                .Records(promptClass, split)
                .Where(record => record.Text.ContainsKey(first) && record.Text.ContainsKey(second))
                .Select(record => record.Id),
        ];

    /// <summary>The keys that are in both lists, in the first one's order; other prompts are left out.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Prompt> first, IEnumerable<Prompt> second)
    {
        var keys = second.Where(prompt => !prompt.OtherPrompts).Select(prompt => prompt.Key).ToHashSet(StringComparer.Ordinal);
        return [.. first.Where(prompt => !prompt.OtherPrompts && keys.Contains(prompt.Key)).Select(prompt => prompt.Key)];
    }
}
