namespace Refrain.Reports.Pictures;

/// <summary>A linear axis from numbers to places in a picture, with round marks.</summary>
internal sealed class PlotAxis
{
    private readonly double start,
        length;

    private PlotAxis(double from, double to, double step, double start, double length)
    {
        (From, To, Step, this.start, this.length) = (from, to, step, start, length);
    }

    public double From { get; }

    public double To { get; }

    public double Step { get; }

    /// <summary>The marks, both ends among them.</summary>
    public IEnumerable<double> Marks =>
        Enumerable.Range(0, (int)Math.Round((To - From) / Step) + 1).Select(index => Math.Round(From + (index * Step), 10));

    /// <summary>An axis that holds all numbers.</summary>
    /// <param name="numbers">What must be on it; those that are none are left out.</param>
    /// <param name="start">Place of the lower end.</param>
    /// <param name="length">Length, negative where numbers rise against the places.</param>
    /// <param name="marks">About how many marks.</param>
    public static PlotAxis Of(IEnumerable<double> numbers, double start, double length, int marks = 6)
    {
        double[] finite = [.. numbers.Where(double.IsFinite)];
        double low = finite.Length == 0 ? 0 : finite.Min(),
            high = finite.Length == 0 ? 1 : finite.Max();
        if (!double.IsFinite(high - low) || high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
        {
            (low, high) = (Math.Clamp(low, -1e9, 1e9) - 0.5, Math.Clamp(low, -1e9, 1e9) + 0.5);
        }

        double rough = (high - low) / marks,
            power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step =
            power
            * (
                (rough / power) switch
                {
                    <= 1 => 1,
                    <= 2 => 2,
                    <= 5 => 5,
                    _ => 10,
                }
            );
        return new PlotAxis(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step, start, length);
    }

    /// <summary>The place of a number; outside of the axis at its end.</summary>
    public double Place(double number) => start + (length * Math.Clamp((number - From) / (To - From), 0, 1));

    /// <summary>A mark in words.</summary>
    public string Text(double mark, bool share) =>
        share ? Figures.Percent(mark)
        : Math.Abs(mark) is >= 1e6 or (> 0 and < 1e-4) ? Figures.Number(mark, "0.##E0")
        : Figures.Number(
            mark,
            Step >= 1 ? "0"
                : Step >= 0.1 ? "0.0"
                : Step >= 0.01 ? "0.00"
                : "0.####"
        );
}
