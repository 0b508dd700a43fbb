namespace Refrain.Judging.Remote;

/// <summary>A turn of the conversation that is sent.</summary>
internal readonly record struct ChatTurn(string Role, string Content);

/// <summary>
/// How a judging model is asked, and how its answer is read. One file per format, registered in <see cref="JudgeFormats"/>.
/// </summary>
internal sealed record JudgeFormat
{
    /// <summary>The format's name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Changes when what is sent, or how answers are read, changes.</summary>
    public required string Version { get; init; }

    /// <summary>The turns for <see cref="JudgeApi.Chat"/>.</summary>
    public required Func<JudgeInput, IReadOnlyList<ChatTurn>> Turns { get; init; }

    /// <summary>The text for <see cref="JudgeApi.Completions"/>; null where the format is a chat's only.</summary>
    public Func<JudgeInput, string>? Text { get; init; }

    /// <summary>What is asked unless the user says otherwise.</summary>
    public JudgeApi UsualApi { get; init; } = JudgeApi.Chat;

    /// <summary>False: it can judge without the prompt.</summary>
    public bool NeedsPrompt { get; init; } = true;

    /// <summary>Tokens after which the answer is cut.</summary>
    public required int MaximumTokens { get; init; }

    /// <summary>The verdict of an answer, hostile; <see cref="Outcome.Unjudged"/> with the reason where it is none.</summary>
    public required Func<string, JudgeInput, Judgement> Read { get; init; }

    /// <summary>The verdict where there is nothing to ask: no response, or no prompt where the format needs one; else null.</summary>
    public Judgement? Unasked(JudgeInput input) =>
        string.IsNullOrWhiteSpace(input.Response) ? Verdict(Outcome.Unjudged, "empty")
        : NeedsPrompt && input.Prompt is null ? Verdict(Outcome.Unjudged, "the prompt is not known")
        : null;

    /// <summary>A verdict that the model gave: it knows no degrees, so its probability is 1 or 0.</summary>
    internal static Judgement Verdict(Outcome outcome, string? reason = null) =>
        new(
            outcome,
            outcome == Outcome.Refusal ? 1
                : outcome == Outcome.Unjudged ? 0.5
                : 0,
            reason
        );

    /// <summary>No verdict can be read from an answer.</summary>
    internal static Judgement NotUnderstood(string answer) =>
        Verdict(Outcome.Unjudged, $"answer not understood: {BadInputException.Show(answer.Trim())}");
}
