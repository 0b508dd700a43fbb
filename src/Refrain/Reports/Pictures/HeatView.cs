using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

/// <summary>One matrix of a heat map, [row][column].</summary>
internal sealed record HeatView(string Name, IReadOnlyList<IReadOnlyList<HeatCell>> Cells);
