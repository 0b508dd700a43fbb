using System.Text.Json.Serialization;

namespace Refrain.Reports.Comparing;

/// <summary>The part of SARIF 2.1.0 that comparisons need.</summary>
internal sealed record SarifLog(IReadOnlyList<SarifRun> Runs)
{
    [JsonPropertyName("$schema"), JsonPropertyOrder(-2)]
    public string Schema { get; init; } = "https://json.schemastore.org/sarif-2.1.0.json";

    [JsonPropertyOrder(-1)]
    public string Version { get; init; } = "2.1.0";
}

/// <summary>One comparison.</summary>
internal sealed record SarifRun
{
    public required SarifTool Tool { get; init; }

    public string ColumnKind { get; init; } = "utf16CodeUnits";

    public required IReadOnlyList<SarifResult> Results { get; init; }

    public required SarifProperties Properties { get; init; }
}

/// <summary>Who compared.</summary>
internal sealed record SarifTool(SarifDriver Driver);

/// <summary>The product and its rules.</summary>
internal sealed record SarifDriver(string Name, string Version, IReadOnlyList<SarifRule> Rules);

/// <summary>What is checked.</summary>
internal sealed record SarifRule(string Id, SarifMessage ShortDescription, SarifMessage FullDescription);

/// <summary>A check that did not pass.</summary>
internal sealed record SarifResult
{
    public required string RuleId { get; init; }

    public required int RuleIndex { get; init; }

    public required string Kind { get; init; }

    public required string Level { get; init; }

    public required SarifMessage Message { get; init; }

    public required IReadOnlyList<SarifLocation> Locations { get; init; }

    public required IReadOnlyDictionary<string, string> PartialFingerprints { get; init; }
}

/// <summary>A text.</summary>
internal sealed record SarifMessage(string Text);

/// <summary>Where a result is.</summary>
internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);

/// <summary>A file, and where in it.</summary>
internal sealed record SarifPhysicalLocation(SarifArtifact ArtifactLocation, SarifRegion Region);

/// <summary>A file.</summary>
internal sealed record SarifArtifact(string Uri);

/// <summary>A place in a file.</summary>
internal sealed record SarifRegion(int StartLine);

/// <summary>What was compared, and how it ended.</summary>
internal sealed record SarifProperties(string A, string B, string Outcome);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class SarifContext : JsonSerializerContext;
