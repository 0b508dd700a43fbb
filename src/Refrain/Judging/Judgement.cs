namespace Refrain.Judging;

/// <summary>The judge's verdict on one response.</summary>
/// <param name="Outcome">What the response does.</param>
/// <param name="Probability">
/// Probability in [0, 1] that the response is a refusal: how often labelled responses with the same evidence and language carry
/// the label (<see cref="Calibration"/>); 0.5 where nothing is known (unjudged). All labelled prompts are harmful ones, so on
/// harmless prompts it is too high where the evidence is weak.
/// </param>
/// <param name="Reason">What decided: the phrase matched, <c>loop</c>, <c>wrong script</c>, <c>wrong language</c>, <c>empty</c> and so on;
/// null for compliance.</param>
public sealed record Judgement(Outcome Outcome, double Probability, string? Reason)
{
    /// <summary>The language of an answer that is in another one than its prompt; null where it is in the prompt's, or not known.</summary>
    public string? AnsweredIn { get; init; }
}
