using System.Collections.Frozen;

namespace Refrain.Tokens;

/// <summary>Finds the tokens that end an answer.</summary>
internal static class TokenizerRoles
{
    /// <summary>Texts of special tokens that end a turn or a text in the chat models in use.</summary>
    private static readonly FrozenSet<string> Ends = FrozenSet.Create(
        StringComparer.Ordinal,
        "<|eot_id|>",
        "<|eom_id|>",
        "<|end_of_text|>",
        "<|im_end|>",
        "<|endoftext|>",
        "<|end|>",
        "<|end_of_turn|>",
        "<end_of_turn>",
        "<turn|>",
        "<eos>",
        "</s>",
        "<|END_OF_TURN_TOKEN|>",
        "<|return|>",
        "<|eot|>",
        "<｜end▁of▁sentence｜>"
    );

    /// <summary>
    /// The ids, ascending: the end token's, those named by the generation settings, and those of special tokens known to end a turn.
    /// </summary>
    public static IReadOnlyList<int> EndTokens(Tokenizer tokenizer, SpecialTokens special, IEnumerable<AddedToken> added)
    {
        var ids = new SortedSet<int>(special.EndIds.Where(id => tokenizer.TokenOf(id) is not null));
        ids.UnionWith(added.Where(token => token.Special && Ends.Contains(token.Content)).Select(token => token.Id));
        if (tokenizer.EosToken is string end && tokenizer.TokenId(end) is int endId)
        {
            ids.Add(endId);
        }

        return [.. ids];
    }
}
