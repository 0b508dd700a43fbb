using Refrain.Judging;
using Refrain.Responses;

namespace Refrain.Reports.Building;

/// <summary>A response and its judgement.</summary>
internal sealed record JudgedResponse(Response Response, Judgement Judgement)
{
    /// <summary><c>refusal</c>, <c>compliance</c>, <c>degenerate</c> or <c>unjudged</c>.</summary>
    public string OutcomeName => Judgement.Outcome.ToString().ToLowerInvariant();

    /// <summary>Judges one response in its prompt's language; one whose activations overflowed is unjudged.</summary>
    public static JudgedResponse Of(Response response) =>
        new(response, response.Overflowed ? new Judgement(Outcome.Unjudged, 0.5, "activations overflowed") : PhraseJudge.Judge(response.Text, response.Language));
}
