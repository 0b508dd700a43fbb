using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

/// <summary>What the numbers of a heat map are; it decides how they are written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HeatUnit>))]
internal enum HeatUnit
{
    /// <summary>−1 … 1, two decimals.</summary>
    Cosine,

    /// <summary>A difference of shares, written in points.</summary>
    Points,

    /// <summary>Log odds, one decimal.</summary>
    Score,
}

/// <summary>Numbers in rows and columns as colours; several views of the same rows and columns, of which one is shown.</summary>
internal sealed record HeatMap
{
    /// <summary>The picture's name in the page.</summary>
    public required string Id { get; init; }

    public string Kind => "heat";

    public required HeatUnit Unit { get; init; }

    /// <summary>The number whose colour is the scale's end; its negative has the other end's.</summary>
    public double Greatest { get; init; } = 1;

    /// <summary>Blue, which stands for what carries over, is the lower end.</summary>
    public bool BlueIsLow { get; init; }

    public required IReadOnlyList<PictureName> Rows { get; init; }

    public required IReadOnlyList<PictureName> Columns { get; init; }

    public required IReadOnlyList<HeatView> Views { get; init; }

    /// <summary>Index of the view that is shown first, and without a script.</summary>
    public int Shown { get; init; }

    /// <summary>What a view is, for its control: <c>Layer</c> makes a slider of it.</summary>
    public string ViewName { get; init; } = "";

    /// <summary>A cell's number in words.</summary>
    public string Text(HeatCell cell) =>
        cell.Mark ?? (cell.Value is { } value && double.IsFinite(value) ? (cell.Weak ? $"({Format(value)})" : Format(value)) : "");

    /// <summary>0 … 20: the colour of a number; null where there is none.</summary>
    public int? Shade(double? number) =>
        number is { } value && double.IsFinite(value) ? Palette.Shade(Greatest > 0 ? value / Greatest * (BlueIsLow ? -1 : 1) : 0) : null;

    private string Format(double value) =>
        Unit switch
        {
            HeatUnit.Cosine => Figures.Number(value, "0.00"),
            HeatUnit.Points => Math.Round(100 * value) == 0 ? "0" : Figures.Score(100 * value, "0"),
            _ => Figures.Score(value),
        };
}
