using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Prompts;

/// <summary>A check of a suite as JSON.</summary>
internal sealed record SuiteCheckJson
{
    public int SchemaVersion { get; init; } = 1;

    public required string Name { get; init; }

    public required string Hash { get; init; }

    /// <summary>Language → class → split → prompts.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>>> Languages { get; init; }

    public required IReadOnlyList<SuiteFindingJson> Findings { get; init; }

    public static string Write(SuiteCheck check) => JsonSerializer.Serialize(Of(check), SuiteCheckJsonContext.Default.SuiteCheckJson);

    private static SuiteCheckJson Of(SuiteCheck check) =>
        new()
        {
            Name = check.Name,
            Hash = check.Hash,
            Languages = Grouped(
                check.Counts,
                count => count.Language,
                language =>
                    Grouped(
                        language,
                        count => count.Class.Word(),
                        counts => Grouped(counts, count => count.Split.Word(), split => split.Single().Prompts)
                    )
            ),
            Findings =
            [
                .. check.Findings.Select(finding => new SuiteFindingJson(
                    JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Kind.ToString()),
                    finding.Language,
                    finding.Class.Word(),
                    finding.Split.Word(),
                    finding.Of,
                    finding.Ids
                )),
            ],
        };

    private static IReadOnlyDictionary<string, T> Grouped<T>(
        IEnumerable<SuiteCount> counts,
        Func<SuiteCount, string> key,
        Func<IEnumerable<SuiteCount>, T> value
    ) => counts.GroupBy(key).ToDictionary(group => group.Key, group => value(group));
}

/// <summary>What is missing or looks wrong.</summary>
internal sealed record SuiteFindingJson(string Kind, string Language, string Class, string Split, int Of, IReadOnlyList<string> Ids);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(SuiteCheckJson))]
internal sealed partial class SuiteCheckJsonContext : JsonSerializerContext;
