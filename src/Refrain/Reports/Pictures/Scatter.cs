using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

/// <summary>Points by two numbers; several views with the same groups, of which one is shown.</summary>
internal sealed record Scatter
{
    /// <summary>The picture's name in the page.</summary>
    public required string Id { get; init; }

    public string Kind => "scatter";

    /// <summary>What the horizontal axis is.</summary>
    public required string X { get; init; }

    /// <summary>What the vertical axis is.</summary>
    public required string Y { get; init; }

    /// <summary>The vertical numbers are shares.</summary>
    public bool Share { get; init; }

    public required IReadOnlyList<ScatterGroup> Groups { get; init; }

    /// <summary>Languages that series are of.</summary>
    public required IReadOnlyList<PictureName> Languages { get; init; }

    public required IReadOnlyList<ScatterView> Views { get; init; }

    /// <summary>Index of the view that is shown first, and without a script.</summary>
    public int Shown { get; init; }

    /// <summary>What a view is, for its control.</summary>
    public string ViewName { get; init; } = "";
}

/// <summary>Points that look the same.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Colour">A colour of the style sheet, without its dashes.</param>
/// <param name="Symbol"><c>circle</c>, <c>triangle</c>, <c>diamond</c> or <c>rect</c>.</param>
internal sealed record ScatterGroup(string Name, string Colour, string Symbol);

/// <summary>The points of one view.</summary>
internal sealed record ScatterView(string Name, IReadOnlyList<ScatterSeries> Series);

/// <summary>Points of one language and group.</summary>
internal sealed record ScatterSeries
{
    public required int Language { get; init; }

    public required int Group { get; init; }

    /// <summary>[point][x, y], and the ends of y's interval where there is one.</summary>
    public required IReadOnlyList<double[]> Points { get; init; }

    /// <summary>The mean of many points, [x, y]: labelled and joined with the language's other means.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? Mean { get; init; }

    /// <summary>What is said when a point is asked; null: names and numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}
