using System.Globalization;

namespace Refrain.Hub;

/// <summary>Sizes for people.</summary>
internal static class HubSize
{
    /// <summary>For example <c>950 kB</c>, <c>12.3 MB</c>, <c>4.21 GB</c>; powers of 1000, as the Hub shows them.</summary>
    public static string Show(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 999) / 1000} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
    };
}
