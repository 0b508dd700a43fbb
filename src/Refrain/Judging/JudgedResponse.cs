using Refrain.Responses;

namespace Refrain.Judging;

/// <summary>A response, with its texts or without, and its judgement.</summary>
internal sealed record JudgedResponse(ResponseFigures Response, Judgement Judgement)
{
    /// <summary>The product's own verdict where another judge's counts, or null.</summary>
    public Judgement? Native { get; init; }

    /// <summary>
    /// True: the judge has not answered yet (its budget was spent, or its endpoint failed), and may when the command is repeated.
    /// </summary>
    public bool Waits { get; init; }

    /// <summary>The same with the figures alone.</summary>
    public JudgedResponse WithoutTexts() => this with { Response = Response.WithoutTexts() };

    /// <summary>
    /// Judges one response in its prompt's language; one whose activations overflowed, or whose thinking did not end, is unjudged.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="prompt">What was asked.</param>
    public static JudgedResponse Of(Response response, string? prompt) =>
        new(
            response,
            response switch
            {
                { Overflowed: true } => new Judgement(Outcome.Unjudged, 0.5, "activations overflowed"),
                { ThinkingUnended: true } => new Judgement(Outcome.Unjudged, 0.5, "thinking did not end"),
                _ => NativeJudge.Instance.Judge(InputOf(response, prompt)),
            }
        );

    /// <summary>All that is known of a response, for any judge.</summary>
    /// <param name="response">The response.</param>
    /// <param name="prompt">What was asked.</param>
    public static JudgeInput InputOf(Response response, string? prompt) =>
        new(response.Text, response.Language, prompt)
        {
            Class = response.Class,
            Condition = response.Condition,
            Cut = !response.Ended,
        };
}
