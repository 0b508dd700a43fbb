namespace Refrain.Directions;

/// <summary>A candidate's score of the prompts from <paramref name="From"/> up to but not with <paramref name="To"/>.</summary>
internal readonly record struct Stretch(Candidate Candidate, int From, int To);

/// <summary>Measures a score of stretches of prompts, one number a prompt, in any order of stretches but in order within each.</summary>
internal delegate IEnumerable<(Candidate Candidate, double Score)> StretchScores(IReadOnlyList<Stretch> stretches);

/// <summary>Compares candidates by their mean score, and stops measuring one as soon as its mean provably cannot matter.</summary>
/// <remarks>
/// After m of n prompts a mean is at least (the m scores + the least that each of the others can be) / n. Nothing is excluded on an
/// estimate: those only say how many prompts are worth measuring next. What is compared to the end is exactly what a full sweep gives.
/// </remarks>
/// <param name="least">The least that the score of each prompt can be, [prompt].</param>
/// <param name="first">Prompts that every candidate is measured on before any decision.</param>
/// <param name="measure">Measures.</param>
internal sealed class Race(IReadOnlyList<double> least, int first, StretchScores measure)
{
    /// <summary>
    /// How far beyond what excludes it a bound must lie: far above float32's noise between batches of other shapes (1e-5), far below what
    /// matters.
    /// </summary>
    public const double Margin = 1e-3;

    private readonly double[] rest = Rest(least); // least sum of the prompts from an index on
    private readonly Dictionary<Candidate, List<double>> scores = [];

    /// <summary>Prompts of a mean.</summary>
    public int Prompts => least.Count;

    /// <summary>Prompts that a candidate was measured on.</summary>
    public int Measured(Candidate candidate) => scores.TryGetValue(candidate, out var known) ? known.Count : 0;

    /// <summary>The mean over all prompts; null where not all were measured.</summary>
    public double? Mean(Candidate candidate) => Measured(candidate) == Prompts ? scores[candidate].Sum() / Prompts : null;

    /// <summary>What the mean is at least.</summary>
    public double LeastMean(Candidate candidate) =>
        ((scores.TryGetValue(candidate, out var known) ? known.Sum() : 0) + rest[Measured(candidate)]) / Prompts;

    /// <summary>Measures all prompts.</summary>
    public void Complete(IEnumerable<Candidate> candidates) => Extend(candidates.Select(candidate => (candidate, Prompts)));

    /// <summary>Measures until each mean is known or provably above <paramref name="limit"/>.</summary>
    public void Compare(IReadOnlyList<Candidate> candidates, double limit)
    {
        Extend(candidates.Select(candidate => (candidate, first)));
        while (Open(candidates, limit) is { Length: > 0 } open)
        {
            Extend(open.Select(candidate => (candidate, Next(candidate, limit))));
        }
    }

    /// <summary>
    /// Measures until the least mean is known, and each other is known or provably above it; the least mean, infinite where none is a
    /// number.
    /// </summary>
    public double FindLeast(IReadOnlyList<Candidate> candidates)
    {
        Extend(candidates.Select(candidate => (candidate, first)));
        double best;
        while (Open(candidates, best = LeastKnown(candidates)) is { Length: > 0 } open)
        {
            // The most promising one first: what it comes to excludes others.
            Extend(
                double.IsPositiveInfinity(best)
                    ? [(open.MinBy(Estimate)!, Prompts)]
                    : open.Select(candidate => (candidate, Next(candidate, best)))
            );
        }

        return best;
    }

    private Candidate[] Open(IReadOnlyList<Candidate> candidates, double limit) =>
        [.. candidates.Where(candidate => Measured(candidate) < Prompts && !(LeastMean(candidate) > limit + Margin))];

    private double LeastKnown(IReadOnlyList<Candidate> candidates) =>
        candidates.Select(Mean).OfType<double>().Where(mean => !double.IsNaN(mean)).DefaultIfEmpty(double.PositiveInfinity).Min();

    private double Estimate(Candidate candidate) =>
        scores[candidate].Average() is double.NaN ? double.PositiveInfinity : scores[candidate].Average();

    /// <summary>As many prompts as exclude the candidate if the next ones score as those before, and a quarter more of them.</summary>
    private int Next(Candidate candidate, double limit)
    {
        int measured = Measured(candidate);
        double missing = ((limit + Margin) - LeastMean(candidate)) * Prompts;
        double gain = scores[candidate].Average() - (rest[measured] / (Prompts - measured));
        double more = 1.25 * missing / gain;
        return gain > 0 && more < Prompts - measured ? measured + 1 + (int)more : Prompts;
    }

    private void Extend(IEnumerable<(Candidate Candidate, int UpTo)> wanted)
    {
        Stretch[] stretches =
        [
            .. wanted
                .Select(want => new Stretch(want.Candidate, Measured(want.Candidate), Math.Min(want.UpTo, Prompts)))
                .Where(stretch => stretch.From < stretch.To),
        ];
        if (stretches.Length == 0)
        {
            return;
        }

        foreach ((var candidate, double score) in measure(stretches))
        {
            (scores.TryGetValue(candidate, out var known) ? known : scores[candidate] = []).Add(score);
        }
    }

    private static double[] Rest(IReadOnlyList<double> least)
    {
        var rest = new double[least.Count + 1];
        for (int prompt = least.Count - 1; prompt >= 0; prompt--)
        {
            rest[prompt] = rest[prompt + 1] + least[prompt];
        }

        return rest;
    }
}
