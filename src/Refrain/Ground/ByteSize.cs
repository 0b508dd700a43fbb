using System.Globalization;

namespace Refrain.Ground;

/// <summary>Bytes as people read them.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Three significant digits in powers of 1000: <c>12.9 GB</c>.</summary>
    public static string Text(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string format =
            unit == 0 || Math.Abs(value) >= 99.95 ? "F0"
            : Math.Abs(value) >= 9.995 ? "F1"
            : "F2";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
