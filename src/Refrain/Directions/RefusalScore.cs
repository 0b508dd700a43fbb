using System.Numerics.Tensors;

namespace Refrain.Directions;

/// <summary>How strongly a model is about to refuse, read off its first token's distribution.</summary>
internal static class RefusalScore
{
    private const double Epsilon = 1e-8;

    /// <summary>ln(P_R + ε) − ln(1 − P_R + ε), P_R the probability of the onset tokens together, in float64 (Arditi et al., 2024).</summary>
    /// <param name="logits">[vocabulary].</param>
    /// <param name="onset">The refusal-onset tokens R.</param>
    public static double Of(ReadOnlySpan<float> logits, IReadOnlyList<int> onset)
    {
        double greatest = TensorPrimitives.Max(logits);
        double all = 0, refusing = 0;
        foreach (float logit in logits)
        {
            all += Math.Exp(logit - greatest);
        }

        foreach (int token in onset)
        {
            refusing += Math.Exp(logits[token] - greatest);
        }

        double probability = refusing / all;
        return Math.Log(probability + Epsilon) - Math.Log(1 - probability + Epsilon);
    }
}

/// <summary>Probability distributions over the vocabulary, float64.</summary>
internal static class Distribution
{
    private const double Epsilon = 1e-6;

    /// <summary>softmax(logits), [vocabulary].</summary>
    public static double[] Of(ReadOnlySpan<float> logits)
    {
        double greatest = TensorPrimitives.Max(logits);
        var probabilities = new double[logits.Length];
        double all = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            probabilities[token] = Math.Exp(logits[token] - greatest);
            all += probabilities[token];
        }

        for (int token = 0; token < probabilities.Length; token++)
        {
            probabilities[token] /= all;
        }

        return probabilities;
    }

    /// <summary>Σ_t p_t (ln(p_t + 1e-6) − ln(q_t + 1e-6)), p from <paramref name="without"/> and q from <paramref name="with"/> the intervention.</summary>
    public static double Divergence(double[] without, ReadOnlySpan<float> with)
    {
        double[] changed = Of(with);
        double divergence = 0;
        for (int token = 0; token < without.Length; token++)
        {
            divergence += without[token] * (Math.Log(without[token] + Epsilon) - Math.Log(changed[token] + Epsilon));
        }

        return divergence;
    }
}
