using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Refrain.Cli.Json;

/// <summary>Writes what commands print with <c>--json</c>.</summary>
internal static class CliJson
{
    // Names and texts as they are: the output is for terminals and programs, and never embedded in HTML.
    private static readonly CliJsonContext IndentedForm = Context(indented: true),
        CompactForm = Context(indented: false);

    /// <summary>A document of many lines.</summary>
    public static string Indented<T>(T value) => JsonSerializer.Serialize(value, TypeOf<T>(IndentedForm));

    /// <summary>A document of one line.</summary>
    public static string Compact<T>(T value) => JsonSerializer.Serialize(value, TypeOf<T>(CompactForm));

    private static CliJsonContext Context(bool indented) =>
        new(
            new JsonSerializerOptions(CliJsonContext.Default.Options)
            {
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                WriteIndented = indented,
            }
        );

    private static JsonTypeInfo<T> TypeOf<T>(CliJsonContext context) => (JsonTypeInfo<T>)context.GetTypeInfo(typeof(T))!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(InspectionJson))]
[JsonSerializable(typeof(AuditPlanJson))]
[JsonSerializable(typeof(JudgeJson))]
[JsonSerializable(typeof(LabelLine))]
[JsonSerializable(typeof(ReproductionJson))]
[JsonSerializable(typeof(TokensJson))]
[JsonSerializable(typeof(CacheJson))]
[JsonSerializable(typeof(GeneratedJson))]
[JsonSerializable(typeof(AddressJson))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
