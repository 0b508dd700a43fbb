using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

/// <summary>One quantity, a line per language.</summary>
/// <param name="Name">What it is; also the vertical axis's name.</param>
/// <param name="Lines">[language][place]; null where it was not measured.</param>
internal sealed record CurveView(string Name, IReadOnlyList<IReadOnlyList<double?>> Lines)
{
    /// <summary>The numbers are shares: the axis is 0 … 100%.</summary>
    public bool Share { get; init; }

    /// <summary>[language][place]: the lower ends of intervals, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<double?>>? Low { get; init; }

    /// <summary>The upper ends.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<double?>>? High { get; init; }
}
