using System.Globalization;

namespace Refrain.Bench;

/// <summary>Repeated measurements of one thing.</summary>
internal sealed class Spread
{
    private readonly List<double> values = [];

    public IReadOnlyList<double> Values => values;

    public double Median
    {
        get
        {
            double[] sorted = [.. values.Order()];
            return sorted.Length == 0 ? double.NaN : (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
        }
    }

    public void Add(double value) => values.Add(value);

    /// <summary>Ratios round by round, so that what slows the whole machine cancels.</summary>
    public Spread Over(Spread other)
    {
        var ratios = new Spread();
        foreach ((double mine, double theirs) in values.Zip(other.values))
        {
            ratios.Add(mine / theirs);
        }

        return ratios;
    }

    /// <summary>Median, least and most.</summary>
    public string Show(string format) => values.Count == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({values.Min().ToString(format, CultureInfo.InvariantCulture)}–{values.Max().ToString(format, CultureInfo.InvariantCulture)})");
}
