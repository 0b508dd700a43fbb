using System.Numerics.Tensors;

namespace Refrain.Directions;

/// <summary>
/// Probability distributions over the vocabulary, float64; computed in pieces, so that nothing of the vocabulary's size is made.
/// </summary>
internal static class Distribution
{
    // Three pieces of float64 stay in the processor's nearest cache.
    private const int Piece = 512;

    private const double Epsilon = 1e-6;

    /// <summary>The greatest logit m, and Σ_t exp(logit_t − m).</summary>
    public static (double Greatest, double Sum) Total(ReadOnlySpan<float> logits)
    {
        double greatest = TensorPrimitives.Max(logits),
            sum = 0;
        Span<double> buffer = stackalloc double[Piece];
        for (int start = 0; start < logits.Length; start += Piece)
        {
            sum += TensorPrimitives.Sum<double>(Exponentials(logits, start, greatest, buffer));
        }

        return (greatest, sum);
    }

    /// <summary>ln Σ_t exp(logit_t).</summary>
    public static double LogSum(ReadOnlySpan<float> logits)
    {
        (double greatest, double sum) = Total(logits);
        return greatest + Math.Log(sum);
    }

    /// <summary>softmax(logits), [vocabulary].</summary>
    public static double[] Of(ReadOnlySpan<float> logits)
    {
        var probabilities = new double[logits.Length];
        double all = LogSum(logits);
        for (int start = 0; start < logits.Length; start += Piece)
        {
            Exponentials(logits, start, all, probabilities.AsSpan(start));
        }

        return probabilities;
    }

    /// <summary>Adds softmax(logits) to <paramref name="sum"/>, both [vocabulary].</summary>
    public static void AddTo(Span<double> sum, ReadOnlySpan<float> logits)
    {
        double all = LogSum(logits);
        Span<double> buffer = stackalloc double[Piece];
        for (int start = 0; start < logits.Length; start += Piece)
        {
            var part = Exponentials(logits, start, all, buffer);
            TensorPrimitives.Add(sum.Slice(start, part.Length), part, sum.Slice(start, part.Length));
        }
    }

    /// <summary>
    /// Σ_t p_t (ln(p_t + 1e-6) − ln(q_t + 1e-6)), p from <paramref name="without"/> and q from <paramref name="with"/> the intervention.
    /// </summary>
    public static double Divergence(double[] without, ReadOnlySpan<float> with) => Itself(without) - Cross(without, with);

    /// <summary>Σ_t p_t ln(p_t + 1e-6).</summary>
    public static double Itself(ReadOnlySpan<double> without)
    {
        double sum = 0;
        Span<double> buffer = stackalloc double[Piece];
        for (int start = 0; start < without.Length; start += Piece)
        {
            var p = without[start..Math.Min(start + Piece, without.Length)];
            p.CopyTo(buffer);
            sum += Expected(p, buffer[..p.Length]);
        }

        return sum;
    }

    /// <summary>Σ_t p_t ln(q_t + 1e-6), q = softmax(logits).</summary>
    public static double Cross(ReadOnlySpan<double> without, ReadOnlySpan<float> with)
    {
        double all = LogSum(with),
            sum = 0;
        Span<double> buffer = stackalloc double[Piece];
        for (int start = 0; start < with.Length; start += Piece)
        {
            var q = Exponentials(with, start, all, buffer);
            sum += Expected(without.Slice(start, q.Length), q);
        }

        return sum;
    }

    /// <summary>
    /// The least that a divergence from p can be: −ln(max_t w_t + ε Σ_t w_t) with w_t = p_t / (p_t + ε), of every q; just below 0.
    /// </summary>
    /// <remarks>
    /// By Jensen Σ p ln((q + ε) / (p + ε)) ≤ ln Σ p (q + ε) / (p + ε) = ln(Σ w q + ε Σ w), and Σ w q ≤ max w. Without ε it were Gibbs'
    /// inequality, and 0. It is never below −ln(1 + ε · vocabulary).
    /// </remarks>
    public static double LeastDivergence(ReadOnlySpan<double> without)
    {
        double greatest = 0,
            sum = 0;
        foreach (double p in without)
        {
            double weight = p / (p + Epsilon);
            greatest = Math.Max(greatest, weight);
            sum += weight;
        }

        return -Math.Log(greatest + (Epsilon * sum));
    }

    /// <summary>Σ_t p_t ln(q_t + ε) of a piece, whose q is overwritten.</summary>
    private static double Expected(ReadOnlySpan<double> p, Span<double> q)
    {
        TensorPrimitives.Add(q, Epsilon, q);
        TensorPrimitives.Log<double>(q, q);
        return TensorPrimitives.Dot(p, q);
    }

    /// <summary>exp(logit − <paramref name="less"/>) of one piece, in <paramref name="into"/>.</summary>
    private static Span<double> Exponentials(ReadOnlySpan<float> logits, int start, double less, Span<double> into)
    {
        var piece = logits[start..Math.Min(start + Piece, logits.Length)];
        var part = into[..piece.Length];
        TensorPrimitives.ConvertTruncating(piece, part);
        TensorPrimitives.Subtract(part, less, part);
        TensorPrimitives.Exp<double>(part, part);
        return part;
    }
}
