using System.Text.Json.Serialization;
using Refrain.Judging;
using Refrain.Reproductions;

namespace Refrain.Cli.Json;

/// <summary>What <c>refrain reproduce --json</c> prints.</summary>
internal sealed record ReproductionJson(int SchemaVersion, string NativeJudge, IReadOnlyList<ReproducedRateJson> Rates)
{
    public static ReproductionJson Of(IReadOnlyList<ReproducedRate> rates) =>
        new(1, Judging.NativeJudge.Instance.Version, [.. rates.Select(ReproducedRateJson.Of)]);
}

/// <summary>A published rate and what was computed for it; what cannot be computed is null, with the reason in <c>missing</c>.</summary>
internal sealed record ReproducedRateJson
{
    public required string Model { get; init; }

    public required string Condition { get; init; }

    public required string Language { get; init; }

    public string? Missing { get; init; }

    public required int N { get; init; }

    public required ComputedFigureJson Substring { get; init; }

    public required ComputedFigureJson Wildguard { get; init; }

    public required ComputedFigureJson Harmful { get; init; }

    public required ComputedFigureJson Native { get; init; }

    public static ReproducedRateJson Of(ReproducedRate rate)
    {
        bool known = rate.Missing is null;
        return new()
        {
            Model = rate.Published.Model,
            Condition = rate.Published.Condition,
            Language = rate.Published.Language,
            Missing = rate.Missing,
            N = rate.Count,
            Substring = ComputedFigureJson.From(rate.Published.Substring, rate.Substring, known),
            Wildguard = ComputedFigureJson.From(rate.Published.WildGuard, rate.WildGuard, known),
            Harmful = ComputedFigureJson.From(rate.Published.Harmful, rate.Harmful, known),
            Native = ComputedFigureJson.From(null, rate.Native, known),
        };
    }
}

/// <summary>A share with its counts and Wilson interval.</summary>
[JsonDerivedType(typeof(PublishedFigureJson))]
internal record ComputedFigureJson
{
    public int? Count { get; init; }

    public int? Of { get; init; }

    public double? Share { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    /// <summary>The figure, beside the published one where there is one.</summary>
    public static ComputedFigureJson From(double? published, Share computed, bool known)
    {
        var figure = published is { } printed
            ? new PublishedFigureJson { Published = printed, Same = known ? ReproducedRate.Same(printed, computed) : null }
            : new ComputedFigureJson();
        return known
            ? figure with
            {
                Count = computed.Successes,
                Of = computed.Trials,
                Share = computed.Value,
                Low = computed.Low,
                High = computed.High,
            }
            : figure;
    }
}

/// <summary>A share beside the published one.</summary>
internal sealed record PublishedFigureJson : ComputedFigureJson
{
    [JsonPropertyOrder(-2)]
    public required double Published { get; init; }

    [JsonPropertyOrder(-1)]
    public bool? Same { get; init; }
}
