using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

/// <summary>A line per language along one axis; several views of it, of which one is shown.</summary>
internal sealed record Curves
{
    /// <summary>The picture's name in the page.</summary>
    public required string Id { get; init; }

    public string Kind => "curves";

    /// <summary>What the horizontal axis is.</summary>
    public required string X { get; init; }

    /// <summary>The places on it that every line has a number for.</summary>
    public required IReadOnlyList<double> Places { get; init; }

    /// <summary>A place to mark, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Marked { get; init; }

    public required IReadOnlyList<PictureName> Languages { get; init; }

    public required IReadOnlyList<CurveView> Views { get; init; }

    /// <summary>Index of the view that is shown first.</summary>
    public int Shown { get; init; }

    /// <summary>What a view is, for its control.</summary>
    public string ViewName { get; init; } = "";
}
