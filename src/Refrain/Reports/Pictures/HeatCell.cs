using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

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
