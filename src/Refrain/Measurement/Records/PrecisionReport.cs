namespace Refrain.Measurement;

/// <summary>What 8-bit arithmetic changed on a sample of the audit's own prompts.</summary>
public sealed record PrecisionReport
{
    /// <summary>Train prompts of the source language, half of them harmful.</summary>
    public int Prompts { get; init; }

    /// <summary>Mean KL(exact ‖ fast) of the next-token distribution, nats.</summary>
    public double DivergenceMean { get; init; }

    /// <summary>The largest of one prompt.</summary>
    public double DivergenceMax { get; init; }

    /// <summary>Mean absolute difference of refusal scores; null where the sample shows no refusal-onset token.</summary>
    public double? ScoreDifferenceMean { get; init; }

    /// <summary>The largest of one prompt.</summary>
    public double? ScoreDifferenceMax { get; init; }

    /// <summary>Prompts whose likeliest next token is the same.</summary>
    public int SameToken { get; init; }

    /// <summary>Mean of <see cref="Cosines"/>; null where no layer has one.</summary>
    public double? CosineMean { get; init; }

    /// <summary>The smallest of <see cref="Cosines"/>.</summary>
    public double? CosineMin { get; init; }

    /// <summary>
    /// Per layer the cosine of the two difference-in-means directions, the smallest over the template's positions; null where a direction
    /// is zero. The last layer is what enters the final norm.
    /// </summary>
    public IReadOnlyList<double?> Cosines { get; init; } = [];
}
