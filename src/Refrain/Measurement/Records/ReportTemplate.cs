using System.Text.Json;
using System.Text.Json.Serialization;
using Refrain.Tokens;

namespace Refrain.Measurement;

/// <summary>How prompts were rendered.</summary>
public sealed record ReportTemplate
{
    /// <summary>The system turn; null: none was given.</summary>
    public string? System { get; init; }

    /// <summary>Variables that the chat template was given, by name, as JSON.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>False where the opening of the model's answer was left out.</summary>
    public bool GenerationPrompt { get; init; } = true;

    /// <summary>
    /// <c>none</c>: no thinking part is known; <c>off_by_template</c>, <c>off_by_closing</c>: thinking was skipped; <c>on</c>: answers were
    /// judged after it; <c>as_is</c>.
    /// </summary>
    [JsonConverter(typeof(ThinkingTreatmentConverter))]
    public ThinkingTreatment Thinking { get; init; }

    /// <summary>The date that the template saw, YYYY-MM-DD; null: it asks for none.</summary>
    public string? Date { get; init; }

    /// <summary>The word for a treatment.</summary>
    internal static string Word(ThinkingTreatment treatment) => JsonNamingPolicy.SnakeCaseLower.ConvertName(treatment.ToString());
}

/// <summary>Writes <c>none</c>, <c>as_is</c>, <c>off_by_template</c>, <c>off_by_closing</c> and <c>on</c>.</summary>
internal sealed class ThinkingTreatmentConverter()
    : JsonStringEnumConverter<ThinkingTreatment>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
