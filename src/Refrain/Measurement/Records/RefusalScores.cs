namespace Refrain.Measurement;

/// <summary>Refusal scores for the two classes that have them.</summary>
public sealed record RefusalScores
{
    /// <summary>Harmful prompts.</summary>
    public ByCondition<ScoreValues> Harmful { get; init; } = new();

    /// <summary>Harmless prompts.</summary>
    public ByCondition<ScoreValues> Harmless { get; init; } = new();
}

/// <summary>Refusal scores of one cell: ln P_R − ln(1 − P_R), with P_R the probability of the onset tokens (docs/method.md 5).</summary>
public sealed record ScoreValues
{
    /// <summary>Their mean; null where there is none.</summary>
    public double? Mean { get; init; }

    /// <summary>One per prompt, in the order of the class's ids.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];
}
