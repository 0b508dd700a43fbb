using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Refrain.Cli.Json;
using Refrain.Directions;
using Refrain.Exploring;
using Refrain.Graphs;
using Refrain.Judging;
using Refrain.Judging.Learning;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports.Comparing;
using Refrain.Runs;

namespace Refrain.Tests.Schemas;

/// <summary>The JSON Schemas of <c>docs/schemas</c>, made from the records that are written.</summary>
internal static class JsonSchemas
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Folder { get; } = Path.Combine(Shared.Repository, "docs", "schemas");

    /// <summary>File, what it describes, and its text.</summary>
    public static IReadOnlyList<(string File, string Title, JsonTypeInfo Type)> Generated { get; } =
    [
        (
            "report",
            "report.json, and what refrain audit --json and refrain report --json print",
            Of<AuditReport>(ReportJsonContext.Default)
        ),
        ("measurements", "measurements.json", Of<RunMeasurements>(ReportJsonContext.Default)),
        ("compare", "compare.json, and what refrain compare --json prints", Of<ComparisonReport>(ComparisonJsonContext.Default)),
        ("manifest", "manifest.json", Of<ManifestJson>(ManifestJsonContext.Default)),
        ("audit-plan", "What refrain audit --plan --json prints", Of<AuditPlanJson>(CliJsonContext.Default)),
        ("inspect", "What refrain inspect --json prints", Of<InspectionJson>(CliJsonContext.Default)),
        ("judge", "What refrain judge --json prints", Of<JudgeJson>(CliJsonContext.Default)),
        ("labels-line", "A line of what refrain judge --write writes and --labels reads", Of<LabelLine>(CliJsonContext.Default)),
        ("judge-weights", "What refrain judge learn writes", Of<JudgeWeightsJson>(JudgeWeightsJsonContext.Default)),
        ("judge-error", "What refrain judge --write-error writes", Of<JudgeErrorJson>(JudgeErrorJsonContext.Default)),
        ("reproduce", "What refrain reproduce --json prints", Of<ReproductionJson>(CliJsonContext.Default)),
        ("suite-check", "What refrain suite check --json prints", Of<SuiteCheckJson>(SuiteCheckJsonContext.Default)),
        ("tokens", "What refrain tokens --json prints", Of<TokensJson>(CliJsonContext.Default)),
        ("activations", "What refrain activations --json prints", Of<GeneratedJson>(CliJsonContext.Default)),
        ("cache", "What refrain cache list --json and refrain cache clear --json print", Of<CacheJson>(CliJsonContext.Default)),
        ("explore", "What refrain explore --json prints", Of<AddressJson>(CliJsonContext.Default)),
        ("explorer-responses", "responses.json of the explorer", Of<ResponsesJson>(ResponsesJsonContext.Default)),
    ];

    /// <summary>The schema of a type, as the file's text.</summary>
    public static string Text(string title, JsonTypeInfo type)
    {
        var schema = type.GetJsonSchemaAsNode(
                new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Strict }
            )
            .AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonTypeInfo Of<T>(JsonSerializerContext context) => context.GetTypeInfo(typeof(T))!;

    /// <summary>Every member is named, and required unless it is left out on purpose; what converters write has its type.</summary>
    private static JsonNode Strict(JsonSchemaExporterContext context, JsonNode schema)
    {
        var info = context.TypeInfo;
        if (schema is not JsonObject node)
        {
            node = Converted(info.Type, info.Options);
            if (context.PropertyInfo is { IsGetNullable: true } && !Nullable(node))
            {
                node["type"] = new JsonArray(node["type"]!.DeepClone(), "null");
            }
        }

        if (context.PropertyInfo is { } member && MayBeAbsent(member) && info.Type != typeof(double?) && Nullable(node))
        {
            // Left out, so never null.
            node["type"] = node["type"]![0]!.DeepClone();
        }

        if (node["properties"] is JsonObject written)
        {
            var required = info.Properties.Where(property => written.ContainsKey(property.Name) && !MayBeAbsent(property));
            node["required"] = new JsonArray([.. required.Select(property => (JsonNode)property.Name)]);
            node["additionalProperties"] = false;
        }

        return node;
    }

    private static bool Nullable(JsonObject node) => node["type"] is JsonArray;

    private static bool MayBeAbsent(JsonPropertyInfo property) =>
        property
            .AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            .OfType<JsonIgnoreAttribute>()
            .Any(ignore => ignore.Condition is JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault) == true;

    /// <summary>What a converter of ours writes, which the exporter does not see.</summary>
    private static JsonObject Converted(Type type, JsonSerializerOptions options)
    {
        bool nullable = System.Nullable.GetUnderlyingType(type) is not null;
        var plain = System.Nullable.GetUnderlyingType(type) ?? type;
        JsonArray Or(string name) => nullable ? new JsonArray(name, "null") : new JsonArray(name);
        if (plain.IsEnum)
        {
            var words = Enum.GetValues(plain)
                .Cast<object>()
                .Where(value => value is not HookSites sites || sites is HookSites.Stream or HookSites.Module)
                .Select(value => JsonSerializer.SerializeToNode(value, options.GetTypeInfo(plain)));
            return new JsonObject
            {
                ["type"] = Or("string") is [var only] ? only!.DeepClone() : Or("string"),
                ["enum"] = new JsonArray([.. words, .. nullable ? (JsonNode?[])[null] : []]),
            };
        }

        return plain == typeof(string) || plain == typeof(Discard) ? new JsonObject { ["type"] = "string" }
            : plain == typeof(double) ? new JsonObject { ["type"] = new JsonArray("number", "null") }
            : throw new NotSupportedException($"what is written for {type} is not known: say it here");
    }
}
