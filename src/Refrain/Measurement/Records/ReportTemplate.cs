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

    /// <summary>How the model's thinking was treated.</summary>
    public ThinkingTreatment Thinking { get; init; } = ThinkingTreatment.None;

    /// <summary>The date that the template saw, YYYY-MM-DD; null: it asks for none.</summary>
    public string? Date { get; init; }
}
