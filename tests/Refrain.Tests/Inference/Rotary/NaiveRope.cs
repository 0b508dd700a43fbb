namespace Refrain.Tests.Inference.Rotary;

/// <summary>
/// Rotary scaling from the papers' formulas, on the numbers that the test writes into config.json, apart from the product's code.
/// </summary>
internal static class NaiveRope
{
    private const double Theta = RandomModel.Theta;

    /// <summary>θ^(−i/n) for n frequencies.</summary>
    public static double[] Plain(int count, double theta = Theta) =>
        [.. Enumerable.Range(0, count).Select(i => 1 / Math.Pow(theta, i / (double)count))];

    /// <summary>Position interpolation: position / factor.</summary>
    public static double[] Linear(int count, double factor) => [.. Plain(count).Select(frequency => frequency / factor)];

    /// <summary>θ' = θ·(s·L/M − (s − 1))^(d/(d − 2)) past M positions.</summary>
    public static double[] Dynamic(int count, double factor, int maximum, int length) =>
        length <= maximum ? Plain(count) : Plain(count, Theta * Math.Pow(factor * length / maximum - factor + 1, count / (count - 1.0)));

    /// <summary>YaRN: pair i turns M·f_i/2π times; solved for i, that gives the two ends of a linear ramp from kept to divided.</summary>
    public static double[] Yarn(int count, double factor, int original, double fast = 32, double slow = 1, bool truncate = true)
    {
        // M·θ^(−i/n)/2π = turns  ⇔  i = n·ln(M/(2π·turns))/ln θ
        double from = count * Math.Log(original / (2 * Math.PI * fast)) / Math.Log(Theta);
        double to = count * Math.Log(original / (2 * Math.PI * slow)) / Math.Log(Theta);
        if (truncate)
        {
            from = Math.Floor(from);
            to = Math.Ceiling(to);
        }

        from = from < 0 ? 0 : from;
        to = to > 2 * count - 1 ? 2 * count - 1 : to;
        return
        [
            .. Plain(count)
                .Select(
                    (frequency, i) =>
                    {
                        double divided =
                            i <= from ? 0
                            : i >= to ? 1
                            : (i - from) / (to - from);
                        return divided * frequency / factor + (1 - divided) * frequency;
                    }
                ),
        ];
    }

    /// <summary>Divided by a factor each.</summary>
    public static double[] Divided(double[] factors) => [.. Plain(factors.Length).Zip(factors, (frequency, factor) => frequency / factor)];

    /// <summary>Llama 3.1: by wavelength.</summary>
    public static double[] Llama3(int count, double factor, double low, double high, int original) =>
        [
            .. Plain(count)
                .Select(frequency =>
                {
                    double wavelength = 2 * Math.PI / frequency;
                    if (wavelength < original / high)
                    {
                        return frequency;
                    }

                    double smooth = (original / wavelength - low) / (high - low);
                    return wavelength > original / low ? frequency / factor : (1 - smooth) * frequency / factor + smooth * frequency;
                }),
        ];
}
