using System.Text.Json;
using System.Text.Json.Serialization;
using Refrain.Reports.Sections;

namespace Refrain.Reports;

/// <summary>What the page's script draws, with no more digits than a picture needs.</summary>
internal sealed record ChartData
{
    private static readonly ChartDataContext Compact = new(new JsonSerializerOptions(ChartDataContext.Default.Options));

    public IReadOnlyList<string> Languages { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    public int Layer { get; init; }

    public IReadOnlyList<CosineLayer> Cosines { get; init; } = [];

    public IReadOnlyList<ChartPoint> Candidates { get; init; } = [];

    /// <summary>JSON in which &lt; is escaped, so that nothing in it can end the script element.</summary>
    public static string Write(AuditReport report) => JsonSerializer.Serialize(From(report), Compact.ChartData);

    private static ChartData From(AuditReport report)
    {
        var points = report.Selection.Candidates.Where(SelectionScatter.IsDrawn).Select(candidate => Point(candidate, report.Selection)).ToArray();
        return report.Cosines is not { Layers.Count: > 0 } cosines
            ? new ChartData { Candidates = points }
            : new ChartData
            {
                Languages = cosines.Languages,
                Names = [.. cosines.Languages.Select(LanguageNames.English)],
                Layer = CosineSection.Layer(report, cosines).Layer,
                Cosines = [.. cosines.Layers.Select(layer => layer with { Values = [.. layer.Values.Select(Rounded)], PValues = [.. layer.PValues.Select(Rounded)] })],
                Candidates = points,
            };
    }

    private static IReadOnlyList<double?> Rounded(IReadOnlyList<double?> row) => [.. row.Select(value => value is { } v && double.IsFinite(v) ? Math.Round(v, 3) : (double?)null)];

    private static ChartPoint Point(CandidateReport candidate, SelectionReport selection) => new()
    {
        Kind = candidate.Kind,
        Position = candidate.Position,
        Layer = candidate.AnyLayer ?? 0,
        Score = Math.Round(candidate.AblationRefusalScore!.Value, 3),
        Induced = candidate.InducedRefusalScore is { } induced && double.IsFinite(induced) ? Math.Round(induced, 3) : null,
        Kl = Math.Max(Math.Round(candidate.Kl!.Value, 5), SelectionScatter.LeastDivergence),
        Discarded = candidate.Discarded is { } reason ? VisibleText.Of(reason) : null,
        Chosen = SelectionPicture.IsChosen(candidate, selection),
    };
}

/// <summary>A candidate of the selection as a point.</summary>
internal sealed record ChartPoint
{
    public required string Kind { get; init; }

    public int Position { get; init; }

    public int Layer { get; init; }

    public double Score { get; init; }

    public double? Induced { get; init; }

    public double Kl { get; init; }

    public string? Discarded { get; init; }

    public bool Chosen { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChartData))]
internal sealed partial class ChartDataContext : JsonSerializerContext;
