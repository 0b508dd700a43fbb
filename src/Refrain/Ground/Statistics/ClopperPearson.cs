namespace Refrain.Ground.Statistics;

/// <summary>Clopper and Pearson's exact interval for a rate: never covers less than promised, so guards state it.</summary>
internal static class ClopperPearson
{
    /// <summary>
    /// The rates at which as many successes or more, and as many or fewer, have probability (1 − confidence)/2 (Clopper and Pearson, 1934).
    /// 0 and 1 at the ends; undefined without trials.
    /// </summary>
    public static Interval Interval(long successes, long trials, double confidence = 0.95)
    {
        Ground.Statistics.Interval.CheckCounts(successes, trials);
        double tail = (1 - Ground.Statistics.Interval.CheckConfidence(confidence)) / 2;
        if (trials == 0)
        {
            return Ground.Statistics.Interval.Undefined;
        }

        return new(successes == 0 ? 0 : Low(successes, trials, tail), successes == trials ? 1 : High(successes, trials, tail));
    }

    /// <summary>The p with P(X ≥ k) = tail.</summary>
    private static double Low(long k, long n, double tail) =>
        k == n
            ? Math.Exp(Math.Log(tail) / n)
            : Solve(tail, p => Binomial.UpperTail(k, n, p), p => k * Binomial.Probability(k, n, p) / p, k / (double)n);

    /// <summary>The p with P(X ≤ k) = tail.</summary>
    private static double High(long k, long n, double tail) =>
        k == 0
            ? 1 - Math.Exp(Math.Log(tail) / n)
            : Solve(tail, p => Binomial.LowerTail(k, n, p), p => -(n - k) * Binomial.Probability(k, n, p) / (1 - p), k / (double)n);

    /// <summary>Newton's method on ln(tail), kept inside a bracket that halves when a step leaves it.</summary>
    private static double Solve(double tail, Func<double, double> probability, Func<double, double> slope, double start)
    {
        double low = 0,
            high = 1,
            p = start;
        for (int step = 0; step < 200; step++)
        {
            double value = probability(p),
                derivative = slope(p);
            bool rootIsBelow = (value > tail) == (derivative > 0);
            (low, high) = rootIsBelow ? (low, p) : (p, high);
            double next = p - (value * Math.Log(value / tail) / derivative);
            if (!(next > low && next < high))
            {
                next = (low + high) / 2;
            }

            if (Math.Abs(next - p) <= 2e-16 * p)
            {
                return next;
            }

            p = next;
        }

        return p;
    }
}
