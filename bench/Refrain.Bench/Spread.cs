using System.Globalization;

namespace Refrain.Bench;

/// <summary>Repeated measurements of one thing.</summary>
internal sealed record Spread(IReadOnlyList<double> Values)
{
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return sorted.Length == 0 ? double.NaN : (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
        }
    }

    /// <summary>Ratios round by round, so that what slows the whole machine cancels.</summary>
    public Spread Over(Spread other) => new([.. Values.Zip(other.Values, (mine, theirs) => mine / theirs)]);

    /// <summary>Median, least and most; one number alone where there was one round.</summary>
    /// <param name="format">Of each number, such as <c>F1</c>.</param>
    public string Show(string format)
    {
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return Values.Count switch
        {
            0 => "–",
            1 => Text(Values[0]),
            _ => $"{Text(Median)} ({Text(Values.Min())}–{Text(Values.Max())})",
        };
    }
}
