using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.LanguageModels;

/// <summary>Turns an answer's tokens into text as they come, and gives out only what later tokens cannot change.</summary>
/// <remarks>
/// The whole answer is decoded with each token, since decoders join and clean up across tokens; that costs less than a step of the
/// smallest model. Held back are characters whose bytes are not all there, and what may become a tag that opens or closes thinking.
/// </remarks>
internal sealed class AnswerStream(AnswerParts answers)
{
    private readonly List<int> tokens = [];
    private string text = "",
        thinking = "";

    /// <summary>All tokens so far.</summary>
    public IReadOnlyList<int> Tokens => tokens;

    /// <summary>The piece that a token brings.</summary>
    public AnswerPiece Add(int token)
    {
        tokens.Add(token);
        var answer = answers.Of([.. tokens]);
        string said = answer.Thinking is null && MayOpenThinking(answer.Text) ? "" : Whole(answer.Text);
        string thought = answer.Unended ? WithoutClosing(Whole(answer.Thinking ?? "")) : answer.Thinking ?? "";
        return new AnswerPiece(Rest(ref text, said), Rest(ref thinking, thought), token, null);
    }

    /// <summary>The last piece: all that was held back.</summary>
    public AnswerPiece End(bool ended)
    {
        var answer = answers.Of([.. tokens]);
        return new AnswerPiece(Rest(ref text, answer.Text), Rest(ref thinking, answer.Thinking ?? ""), null, ended);
    }

    // Text that contradicts what was given out cannot be taken back: a model that closes a thinking part it never opened has thought aloud.
    private static string Rest(ref string given, string now)
    {
        if (!now.StartsWith(given, StringComparison.Ordinal))
        {
            return "";
        }

        string rest = now[given.Length..];
        given = now;
        return rest;
    }

    // A byte of a character that is not whole decodes to U+FFFD.
    private static string Whole(string decoded) => decoded.TrimEnd('\uFFFD');

    private static bool MayOpenThinking(string decoded) =>
        decoded.TrimStart() is var start
        && start.Length > 0
        && ThinkingTags.Known.Any(tags => tags.Open.Length > start.Length && tags.Open.StartsWith(start, StringComparison.Ordinal));

    private static string WithoutClosing(string thought)
    {
        for (int length = Math.Min(thought.Length, ThinkingTags.Known.Max(tags => tags.Close.Length) - 1); length > 0; length--)
        {
            string end = thought[^length..];
            if (ThinkingTags.Known.Any(tags => tags.Close.StartsWith(end, StringComparison.Ordinal)))
            {
                return thought[..^length].TrimEnd();
            }
        }

        return thought;
    }
}
