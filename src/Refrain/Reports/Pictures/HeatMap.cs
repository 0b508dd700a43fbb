using System.Text.Json.Serialization;
using Refrain.Ground.Statistics;

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

/// <summary>One matrix of a heat map, [row][column].</summary>
internal sealed record HeatView(string Name, IReadOnlyList<IReadOnlyList<HeatCell>> Cells);

/// <summary>One cell.</summary>
internal sealed record HeatCell
{
    public static readonly HeatCell None = new();

    [JsonPropertyName("v")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Value { get; init; }

    /// <summary>It supports no claim: written in brackets.</summary>
    [JsonPropertyName("weak")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Weak { get; init; }

    /// <summary>Stands in the cell in place of the number.</summary>
    [JsonPropertyName("mark")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mark { get; init; }

    /// <summary>What is said when the cell is asked; null: names and number.</summary>
    [JsonPropertyName("note")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>A row, a column, a language: its code where there is little room, and its name.</summary>
internal sealed record PictureName(string Short, string Long)
{
    public static PictureName Of(string language) => new(VisibleText.Of(language), VisibleText.Of(LanguageNames.English(language)));

    public static PictureName OfNumber(int number) => new(Figures.Number(number, "0"), Figures.Number(number, "0"));
}
