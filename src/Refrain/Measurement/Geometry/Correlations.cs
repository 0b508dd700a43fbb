using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>Correlations over languages.</summary>
internal static class Correlations
{
    private const int FewestLanguages = 3;

    /// <summary>Over the languages that have both numbers; null where they are fewer than three.</summary>
    public static CorrelationReport? Of(IEnumerable<(double? X, double? Y)> languages)
    {
        (double? X, double? Y)[] both =
        [
            .. languages.Where(pair => Finite.OrNull(pair.X) is not null && Finite.OrNull(pair.Y) is not null),
        ];
        if (both.Length < FewestLanguages)
        {
            return null;
        }

        double[] x = [.. both.Select(pair => pair.X!.Value)],
            y = [.. both.Select(pair => pair.Y!.Value)];
        double spearman = Correlation.Spearman(x, y),
            pearson = Correlation.Pearson(x, y);
        return new CorrelationReport
        {
            Spearman = Finite.OrNull(spearman),
            SpearmanP = Finite.OrNull(Correlation.PearsonPValue(spearman, both.Length)),
            Pearson = Finite.OrNull(pearson),
            PearsonP = Finite.OrNull(Correlation.PearsonPValue(pearson, both.Length)),
            Languages = both.Length,
        };
    }
}
