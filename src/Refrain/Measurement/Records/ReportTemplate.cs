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

    /// <summary>The treatment in words; null where there is none to tell of.</summary>
    internal string? ThinkingWords =>
        Thinking switch
        {
            ThinkingTreatment.AsIs => "thinking as the chat template has it by itself",
            ThinkingTreatment.OffByTemplate => "thinking skipped, by the chat template's own option",
            ThinkingTreatment.OffByClosing => "thinking skipped: an empty thinking part, closed by Refrain, stands before the answer",
            ThinkingTreatment.On =>
                "with thinking: answers are judged after it; directions and scores are read where the answer starts, with an empty thinking part",
            _ => null,
        };

    /// <summary>Everything that is not the default, for one line; empty: all is.</summary>
    internal IEnumerable<string> Words =>
        [
            .. ThinkingWords is { } thinking ? (string[])[thinking] : [],
            .. System is { } system ? (string[])[$"system turn \"{system}\""] : [],
            .. Options.Select(option => $"{option.Key} = {option.Value}"),
            .. GenerationPrompt ? [] : (string[])["without generation prompt"],
            .. Date is { } date ? (string[])[$"dated {date}"] : [],
        ];
}
