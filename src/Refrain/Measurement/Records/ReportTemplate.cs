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
    public string Thinking { get; init; } = Word(ThinkingTreatment.None);

    /// <summary>The date that the template saw, YYYY-MM-DD; null: it asks for none.</summary>
    public string? Date { get; init; }

    /// <summary>The word for a treatment.</summary>
    internal static string Word(ThinkingTreatment treatment) =>
        treatment switch
        {
            ThinkingTreatment.AsIs => "as_is",
            ThinkingTreatment.OffByTemplate => "off_by_template",
            ThinkingTreatment.OffByClosing => "off_by_closing",
            ThinkingTreatment.On => "on",
            _ => "none",
        };

    /// <summary>The treatment in words; null where there is none to tell of.</summary>
    internal string? ThinkingWords =>
        Thinking switch
        {
            "as_is" => "thinking as the chat template has it by itself",
            "off_by_template" => "thinking skipped, by the chat template's own option",
            "off_by_closing" => "thinking skipped: an empty thinking part, closed by Refrain, stands before the answer",
            "on" =>
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
