using Refrain.Tokens;

namespace Refrain.Prompts;

/// <summary>What a model said, without the thinking before it.</summary>
/// <param name="Text">The answer, special tokens left out; empty where the thinking does not end.</param>
/// <param name="Thinking">What was thought, or null where the answer starts at once.</param>
/// <param name="Unended">True where the thinking does not end.</param>
internal sealed record AnswerText(string Text, string? Thinking, bool Unended);

/// <summary>Takes answers apart: thinking first, then what is judged.</summary>
internal sealed class AnswerParts(Tokenizer tokenizer, Thinking thinking)
{
    /// <summary>An answer from its ids. Thinking is looked for in every answer, since a model may think unasked.</summary>
    public AnswerText Of(int[] ids)
    {
        string whole = tokenizer.Decode(ids);
        var tags = thinking.PromptIsOpen ? thinking.Tags : ThinkingTags.Known.FirstOrDefault(known => whole.AsSpan().TrimStart().StartsWith(known.Open, StringComparison.Ordinal));
        if (tags is null)
        {
            return new AnswerText(tokenizer.Decode(ids, skipSpecialTokens: true), null, Unended: false);
        }

        int open = whole.IndexOf(tags.Open, StringComparison.Ordinal), close = whole.IndexOf(tags.Close, StringComparison.Ordinal);
        int start = open >= 0 && whole[..open].Trim().Length == 0 ? open + tags.Open.Length : 0;
        return close < 0
            ? new AnswerText("", whole[start..].Trim(), Unended: true)
            : new AnswerText(tokenizer.Decode(ids.AsSpan(Closed(ids, tags)), skipSpecialTokens: true).TrimStart(), whole[Math.Min(start, close)..close].Trim(), Unended: false);
    }

    /// <summary>The fewest first ids whose text has the closing tag: by halves, for once it is there it stays.</summary>
    private int Closed(int[] ids, ThinkingTags tags)
    {
        int least = 1, most = ids.Length;
        while (least < most)
        {
            int middle = (least + most) / 2;
            if (tokenizer.Decode(ids.AsSpan(0, middle)).Contains(tags.Close, StringComparison.Ordinal))
            {
                most = middle;
            }
            else
            {
                least = middle + 1;
            }
        }

        return least;
    }
}
