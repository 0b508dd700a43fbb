namespace Refrain.Directions;

/// <summary>How strongly a model is about to refuse, read off its first token's distribution.</summary>
internal static class RefusalScore
{
    private const double Epsilon = 1e-8;

    /// <summary>The least score that there is, of a refusal without any probability: ln ε − ln(1 + ε), −18.4.</summary>
    public static readonly double Least = Math.Log(Epsilon) - Math.Log(1 + Epsilon);

    /// <summary>
    /// ln(P_R + ε) − ln(1 − P_R + ε), P_R the probability of the onset tokens together, in float64 (Arditi et al., 2024).
    /// </summary>
    /// <param name="logits">[vocabulary].</param>
    /// <param name="onset">The refusal-onset tokens R.</param>
    public static double Of(ReadOnlySpan<float> logits, IReadOnlyList<int> onset)
    {
        (double greatest, double all) = Distribution.Total(logits);
        double refusing = 0;
        foreach (int token in onset)
        {
            refusing += Math.Exp(logits[token] - greatest);
        }

        double probability = refusing / all;
        return Math.Log(probability + Epsilon) - Math.Log(1 - probability + Epsilon);
    }
}
