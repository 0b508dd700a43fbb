namespace Refrain.Ground.Statistics;

/// <summary>
/// The binomial distribution to full double precision: the saddle-point expansion of one probability (Loader, 2000), and tails as sums of
/// positive terms from it, so that small tails lose nothing.
/// </summary>
internal static class Binomial
{
    private static readonly double[] StirlingErrors = ComputeStirlingErrors();

    /// <summary>P(X = k) for n trials of probability p.</summary>
    public static double Probability(long k, long n, double p)
    {
        if (p is 0 or 1)
        {
            return k == (p == 0 ? 0 : n) ? 1 : 0;
        }

        if (k == 0)
        {
            return Math.Exp(n * LogOnePlus(-p));
        }

        if (k == n)
        {
            return Math.Exp(n * Math.Log(p));
        }

        double q = 1 - p;
        double exponent = StirlingError(n) - StirlingError(k) - StirlingError(n - k) - Deviance(k, n * p) - Deviance(n - k, n * q);
        return Math.Exp(exponent) * Math.Sqrt(n / (2 * Math.PI * k * (double)(n - k)));
    }

    /// <summary>P(X ≥ k).</summary>
    public static double UpperTail(long k, long n, double p) =>
        k <= 0 ? 1
        : p is 0 or 1 ? p
        : Tail(k, n, p / (1 - p), Probability(k, n, p));

    /// <summary>P(X ≤ k).</summary>
    public static double LowerTail(long k, long n, double p) =>
        k >= n ? 1
        : p is 0 or 1 ? 1 - p
        : Tail(n - k, n, (1 - p) / p, Probability(k, n, p));

    /// <summary>The sum from the k-th term up to the n-th; the ratio of neighbours is (n − i) / (i + 1) · odds.</summary>
    private static double Tail(long k, long n, double odds, double term)
    {
        double sum = term;
        for (long i = k; i < n; i++)
        {
            double ratio = (n - i) / (double)(i + 1) * odds;
            term *= ratio;
            sum += term;
            if (ratio < 1 && term < sum * 1e-18 * (1 - ratio))
            {
                break;
            }
        }

        return Math.Min(1, sum);
    }

    /// <summary>x ln(x / m) + m − x, without cancellation where x is near m.</summary>
    private static double Deviance(double x, double mean)
    {
        double difference = x - mean;
        if (Math.Abs(difference) >= 0.1 * (x + mean))
        {
            return (x * Math.Log(x / mean)) - difference;
        }

        double v = difference / (x + mean),
            sum = difference * v,
            power = 2 * x * v;
        for (int j = 1; ; j++)
        {
            power *= v * v;
            double next = sum + (power / ((2 * j) + 1));
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }

    /// <summary>ln n! − ln(√(2πn) (n/e)ⁿ).</summary>
    private static double StirlingError(long n)
    {
        if (n < StirlingErrors.Length)
        {
            return StirlingErrors[n];
        }

        double square = (double)n * n;
        return ((1.0 / 12) - (((1.0 / 360) - (((1.0 / 1260) - (((1.0 / 1680) - (1.0 / 1188 / square)) / square)) / square)) / square)) / n;
    }

    /// <summary>Exact to a rounding for n &lt; 16, where the series is not: from the series at 30, going down by ln((n+1)/n).</summary>
    private static double[] ComputeStirlingErrors()
    {
        var errors = new double[30];
        double error = ((1.0 / 12) - (((1.0 / 360) - (((1.0 / 1260) - (1.0 / 1680 / 900)) / 900)) / 900)) / 30;
        for (int n = 29; n >= 1; n--)
        {
            // error(n) − error(n+1) = (n + ½) ln((n+1)/n) − 1, by the series of the logarithm in 1/(2n+1).
            double v = 1.0 / ((2 * n) + 1),
                step = 0;
            double power = v * v;
            for (int j = 1; j < 40; j++)
            {
                step += power / ((2 * j) + 1);
                power *= v * v;
            }

            error += step;
            errors[n] = error;
        }

        return errors;
    }

    /// <summary>ln(1 + x), exact for small x.</summary>
    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
