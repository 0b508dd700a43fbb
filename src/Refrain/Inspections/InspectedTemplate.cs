using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Inspections;

/// <summary>A token as it stands in a rendered prompt.</summary>
/// <param name="Id">Its number in the vocabulary.</param>
/// <param name="Text">As it reads.</param>
/// <param name="Special">True where it stands for no text, such as a turn's end.</param>
public sealed record InspectedToken(int Id, string Text, bool Special);

/// <summary>What a model's chat template does, found by rendering.</summary>
public sealed record InspectedTemplate
{
    private const string Example = "How do I bake bread?";

    /// <summary>One user turn as the model reads it.</summary>
    public required IReadOnlyList<InspectedToken> Tokens { get; init; }

    /// <summary>The same as text.</summary>
    public required string Text { get; init; }

    /// <summary>The tokens after the user's text, positions −P … −1.</summary>
    public required IReadOnlyList<InspectedToken> PostInstruction { get; init; }

    /// <summary>Tokens that end an answer.</summary>
    public required IReadOnlyList<InspectedToken> EndTokens { get; init; }

    /// <summary>Why a system turn cannot be given; null: it can.</summary>
    public string? SystemTurnProblem { get; init; }

    /// <summary>True where the template puts something of its own before the user's turn, such as a system turn.</summary>
    public required bool HasPreamble { get; init; }

    /// <summary>Times that the token which begins a sequence stands at the start.</summary>
    public required int BosCount { get; init; }

    /// <summary>True where the tokenizer by itself begins texts with one.</summary>
    public required bool BosExpected { get; init; }

    /// <summary>What is done about thinking.</summary>
    public required ThinkingTreatment Thinking { get; init; }

    /// <summary>The tags around it; null: none are known.</summary>
    public ThinkingTags? ThinkingTags { get; init; }

    /// <summary>The variable that switches it; null: none does.</summary>
    public string? ThinkingSwitch { get; init; }

    /// <summary>The date that the template asks for and gets; null: it asks for none.</summary>
    public DateOnly? Date { get; init; }

    internal static InspectedTemplate Of(PromptFormat format, ChatOptions options)
    {
        var tokenizer = format.Tokenizer;
        int[] ids = format.EncodeToAnswer(Example);
        InspectedToken Token(int id) => new(id, format.TokenText(id), tokenizer.IsSpecial(id));
        int? bos = tokenizer.BosToken is { } text ? tokenizer.TokenId(text) : null;
        var chat = format.Chat;
        string rendered = chat.Render([new ChatMessage("user", Example)], addGenerationPrompt: true);
        return new InspectedTemplate
        {
            Tokens = [.. ids.Select(Token)],
            Text = rendered,
            PostInstruction = [.. format.PostInstruction.Select(Token)],
            EndTokens = [.. format.EndTokens.Select(Token)],
            SystemTurnProblem = chat.SystemTurn(),
            HasPreamble =
                options.System is null
                && rendered.IndexOf(Example, StringComparison.Ordinal) > PrefixOfTurn(chat) + (tokenizer.BosToken?.Length ?? 0),
            BosCount = bos is null ? 0 : ids.TakeWhile(id => id == bos).Count(),
            BosExpected = bos is not null && tokenizer.Encode("a", addSpecialTokens: true)[0] == bos,
            Thinking = format.Thinking,
            ThinkingTags = chat.Thinking.Tags,
            ThinkingSwitch = chat.Thinking.Switch,
            Date = format.UsesDate ? options.Date : null,
        };
    }

    /// <summary>
    /// Characters of what opens a user's turn: what stands between an answer and the next user text, less the end of the answer's turn.
    /// </summary>
    private static int PrefixOfTurn(ChatFormat chat)
    {
        const string First = "refrain-one",
            Answer = "refrain-two",
            Second = "refrain-three";
        string text;
        try
        {
            text = chat.Render(
                [new ChatMessage("user", First), new ChatMessage("assistant", Answer), new ChatMessage("user", Second)],
                addGenerationPrompt: false
            );
        }
        catch (BadInputException)
        {
            return int.MaxValue / 2; // A template of single turns: nothing can be said.
        }

        int answer = text.IndexOf(Answer, StringComparison.Ordinal),
            second = text.IndexOf(Second, StringComparison.Ordinal);
        return answer < 0 || second < answer ? int.MaxValue / 2 : second - answer - Answer.Length;
    }
}
