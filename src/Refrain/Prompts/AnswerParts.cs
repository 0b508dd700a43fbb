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
        AnswerText answer = One(
            ids,
            whole =>
                thinking.PromptIsOpen
                    ? thinking.Tags
                    : ThinkingTags.Known.FirstOrDefault(tags => Opens(whole, tags) || ClosesUnopened(whole, tags)),
            out int rest
        );
        while (
            answer is { Thinking: not null, Unended: false }
            && rest < ids.Length
            && One(ids[rest..], whole => ThinkingTags.Known.FirstOrDefault(tags => Opens(whole, tags)), out int more)
                is { Thinking: { } next } after
        )
        {
            // Some models think in several parts before they answer.
            answer = after with { Thinking = answer.Thinking + "\n" + next };
            rest += more;
            if (after.Unended)
            {
                break;
            }
        }

        return answer;
    }

    /// <summary>Takes off one thinking part.</summary>
    /// <param name="ids">The tokens.</param>
    /// <param name="find">The tags of the part that a text begins with, or null.</param>
    /// <param name="rest">The first token after it.</param>
    private AnswerText One(int[] ids, Func<string, ThinkingTags?> find, out int rest)
    {
        string whole = tokenizer.Decode(ids);
        rest = ids.Length;
        if (find(whole) is not { } tags)
        {
            return new AnswerText(tokenizer.Decode(ids, skipSpecialTokens: true), null, Unended: false);
        }

        int begin = whole.IndexOf(tags.Open, StringComparison.Ordinal),
            close = whole.IndexOf(tags.Close, StringComparison.Ordinal);
        int start = begin >= 0 && whole[..begin].Trim().Length == 0 ? begin + tags.Open.Length : 0;
        if (close < 0)
        {
            return new AnswerText("", whole[start..].Trim(), Unended: true);
        }

        rest = Closed(ids, tags);
        return new AnswerText(
            tokenizer.Decode(ids.AsSpan(rest), skipSpecialTokens: true).TrimStart(),
            whole[Math.Min(start, close)..close].Trim(),
            Unended: false
        );
    }

    private static bool Opens(string text, ThinkingTags tags) => text.AsSpan().TrimStart().StartsWith(tags.Open, StringComparison.Ordinal);

    /// <summary>
    /// True where an answer closes a part that it has not opened: a model may think on after a part that was closed for it.
    /// </summary>
    private static bool ClosesUnopened(string text, ThinkingTags tags) =>
        text.IndexOf(tags.Close, StringComparison.Ordinal) is >= 0 and var close
        && text.IndexOf(tags.Open, StringComparison.Ordinal) is var open
        && (open < 0 || open > close);

    /// <summary>The fewest first ids whose text has the closing tag: by halves, for once it is there it stays.</summary>
    private int Closed(int[] ids, ThinkingTags tags)
    {
        int least = 1,
            most = ids.Length;
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
