namespace Refrain.Ground.Statistics;

/// <summary>The area under a curve of rates, with an interval that keeps each prompt's outcomes along the curve together.</summary>
internal static class CurveArea
{
    /// <summary>Σ (x[i + 1] − x[i]) · (y[i] + y[i + 1]) / 2: the trapezoid rule. NaN where a y is, and for fewer than two places.</summary>
    /// <exception cref="ArgumentException">The lists are not of one length, or the places do not rise.</exception>
    public static double Trapezoid(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"holds {y.Length} values for {x.Length} places", nameof(y));
        }

        double area = x.Length < 2 ? double.NaN : 0;
        for (int i = 1; i < x.Length; i++)
        {
            area +=
                x[i] > x[i - 1]
                    ? (x[i] - x[i - 1]) * (y[i - 1] + y[i]) / 2
                    : throw new ArgumentException($"place {x[i]} follows {x[i - 1]}: they must rise", nameof(x));
        }

        return area;
    }

    /// <summary>
    /// The area under the mean outcomes, and its percentile interval over prompts drawn with replacement, all outcomes of a prompt
    /// together.
    /// Where all outcomes are 0, or all 1, every draw is the same and says nothing: then the open end is Wilson's for as many prompts. It
    /// holds,
    /// because a prompt's own area is above 0 (below 1) no more often than it is different from 0 (from 1).
    /// </summary>
    /// <param name="x">The places, rising.</param>
    /// <param name="outcomes">[prompt][place], 1 or 0; null where it is not known, and then left out of that place's mean.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="resamples">How often prompts are drawn; a draw that knows nothing of a place does not count.</param>
    /// <param name="confidence">Share of the resamples between the interval's ends.</param>
    /// <returns>NaN where a place has no known outcome.</returns>
    public static (double Area, Interval Interval) Bootstrap(
        double[] x,
        IReadOnlyList<double?[]> outcomes,
        ulong seed,
        int resamples = 2_000,
        double confidence = 0.95
    )
    {
        Ground.Statistics.Interval.CheckConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        double area = Trapezoid(x, Means(x.Length, outcomes));
        if (double.IsNaN(area))
        {
            return (area, Interval.Undefined);
        }

        double?[] known = [.. outcomes.SelectMany(prompt => prompt).Where(outcome => outcome is not null)];
        if (known.All(outcome => outcome == known[0]) && known[0] is 0 or 1)
        {
            int prompts = Enumerable.Range(0, x.Length).Min(place => outcomes.Count(prompt => prompt[place] is not null));
            return (area, Wilson.Interval(known[0] == 1 ? prompts : 0, prompts, confidence));
        }

        var generator = new SeededGenerator(seed, "area");
        var drawn = new double?[outcomes.Count][];
        var areas = new List<double>(resamples);
        for (int resample = 0; resample < resamples; resample++)
        {
            for (int i = 0; i < drawn.Length; i++)
            {
                drawn[i] = outcomes[generator.Next(drawn.Length)];
            }

            double one = Trapezoid(x, Means(x.Length, drawn));
            if (!double.IsNaN(one))
            {
                areas.Add(one);
            }
        }

        return (area, Percentile.Interval([.. areas], confidence));
    }

    private static double[] Means(int places, IReadOnlyList<double?[]> outcomes)
    {
        var means = new double[places];
        for (int place = 0; place < places; place++)
        {
            double sum = 0;
            int known = 0;
            foreach (double?[] prompt in outcomes)
            {
                if (prompt[place] is { } outcome)
                {
                    sum += outcome;
                    known++;
                }
            }

            means[place] = known == 0 ? double.NaN : sum / known;
        }

        return means;
    }
}
