using System.Text.Json.Serialization;

namespace Refrain.Directions;

/// <summary>A score of which a bound was enough.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BoundedScore>))]
public enum BoundedScore
{
    /// <summary><see cref="Candidate.Divergence"/>.</summary>
    [JsonStringEnumMemberName("kl")]
    Divergence,

    /// <summary><see cref="Candidate.AblationScore"/>.</summary>
    [JsonStringEnumMemberName("ablation_refusal_score")]
    AblationScore,
}

/// <summary>What some of the prompts say about a mean over all of them: it is at least this, whatever the others give.</summary>
/// <param name="Score">Whose mean.</param>
/// <param name="AtLeast">In the score's own unit.</param>
/// <param name="Prompts">Prompts measured.</param>
/// <param name="Of">Prompts of the mean.</param>
internal sealed record ScoreBound(BoundedScore Score, double AtLeast, int Prompts, int Of);

/// <summary>One candidate of the selection and what was measured of it; a score that was not needed is null.</summary>
internal sealed record Candidate(AblationKind Kind, int Position, int Layer)
{
    /// <summary>Post-instruction position, −P … −1.</summary>
    public int Position { get; init; } = Position;

    /// <summary>Zero: the layer that the direction is from. Affine: the first layer it acts on.</summary>
    public int Layer { get; init; } = Layer;

    /// <summary>a: mean refusal score of harmful validation prompts under ablation.</summary>
    public double? AblationScore { get; init; }

    /// <summary>s: mean refusal score of harmless validation prompts with the direction added at its layer.</summary>
    public double? InducedScore { get; init; }

    /// <summary>k: mean divergence on harmless validation prompts under ablation, nats.</summary>
    public double? Divergence { get; init; }

    /// <summary>What it does to answers, where a limit needed that; else null.</summary>
    public AnswerEffects? Answers { get; init; }

    /// <summary>Why it was discarded, or null.</summary>
    public Discard? Discarded { get; init; }

    /// <summary>
    /// Where it was discarded before the deciding score was measured on every prompt: the bound that was enough; else null.
    /// </summary>
    public ScoreBound? Bound { get; init; }
}

/// <summary>The layer at whose input the source's direction is added to induce refusal.</summary>
/// <param name="Position">The direction's position.</param>
/// <param name="Layer">The layer, below 0.8 L, with the largest score.</param>
/// <param name="Score">Mean refusal score of harmless validation prompts under it.</param>
internal sealed record AdditionChoice(int Position, int Layer, double Score)
{
    /// <summary>False: "addition does not induce refusal".</summary>
    public bool Induces => Score >= 0;
}

/// <summary>What the selection came to.</summary>
internal sealed record SelectionResult
{
    /// <summary>What it came to.</summary>
    public required SelectionVerdict Verdict { get; init; }

    /// <summary>The chosen candidate, or null.</summary>
    public Candidate? Chosen { get; init; }

    /// <summary>Null where nothing was chosen.</summary>
    public AdditionChoice? Addition { get; init; }

    /// <summary>The limits on answers that were in force.</summary>
    public AnswerLimits Limits { get; init; } = new();

    /// <summary>Every candidate of the sweeps that were made, zero before affine.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];
}
