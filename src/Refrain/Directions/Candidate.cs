namespace Refrain.Directions;

/// <summary>The two ways in which a direction is taken out of the residual stream.</summary>
public enum AblationKind
{
    /// <summary>x ← x − (x·r̂) r̂ with one direction everywhere.</summary>
    Zero,

    /// <summary>x ← x − ((x − μ_harmless)·r̂) r̂ with each layer's own direction, from a first layer on.</summary>
    Affine,
}

/// <summary>A score of which a bound was enough.</summary>
public enum BoundedScore
{
    /// <summary><see cref="Candidate.Divergence"/>.</summary>
    Divergence,

    /// <summary><see cref="Candidate.AblationScore"/>.</summary>
    AblationScore,
}

/// <summary>What some of the prompts say about a mean over all of them: it is at least this, whatever the others give.</summary>
/// <param name="Score">Whose mean.</param>
/// <param name="AtLeast">In the score's own unit.</param>
/// <param name="Prompts">Prompts measured.</param>
/// <param name="Of">Prompts of the mean.</param>
public sealed record ScoreBound(BoundedScore Score, double AtLeast, int Prompts, int Of);

/// <summary>One candidate of the selection and what was measured of it; a score that was not needed is null.</summary>
public sealed record Candidate(AblationKind Kind, int Position, int Layer)
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

    /// <summary>Why it was discarded; null: it passed.</summary>
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
public sealed record AdditionChoice(int Position, int Layer, double Score)
{
    /// <summary>False: "addition does not induce refusal".</summary>
    public bool Induces => Score >= 0;
}

/// <summary>What the selection came to.</summary>
public sealed record SelectionResult
{
    /// <summary>A direction passed.</summary>
    public const string Passed = "direction found";

    /// <summary>Too few prompts on the right side of 0.</summary>
    public const string NoSignal = "no safety signal in this language";

    /// <summary>No token starts refusals.</summary>
    public const string NoOnset = "no refusal onset";

    /// <summary>Neither zero nor affine ablation passed its filters.</summary>
    public const string NonePasses = "no direction passes";

    /// <summary>One of the constants.</summary>
    public required string Verdict { get; init; }

    /// <summary>The chosen candidate, or null.</summary>
    public Candidate? Chosen { get; init; }

    /// <summary>Null where nothing was chosen.</summary>
    public AdditionChoice? Addition { get; init; }

    /// <summary>The limits on answers that were in force.</summary>
    public AnswerLimits Limits { get; init; } = new();

    /// <summary>Every candidate of the sweeps that were made, zero before affine.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];
}
