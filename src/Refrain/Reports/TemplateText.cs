using Refrain.Measurement;
using Refrain.Tokens;

namespace Refrain.Reports;

/// <summary>How prompts were rendered, in words.</summary>
internal static class TemplateText
{
    /// <summary>Everything that is not the default, for one line; empty: all is.</summary>
    public static IReadOnlyList<string> Of(ReportTemplate template) =>
        [
            .. Thinking(template.Thinking) is { } thinking ? (string[])[thinking] : [],
            .. template.System is { } system ? (string[])[$"system turn \"{system}\""] : [],
            .. template.Options.Select(option => $"{option.Key} = {option.Value}"),
            .. template.GenerationPrompt ? [] : (string[])["without generation prompt"],
            .. template.Date is { } date ? (string[])[$"dated {date}"] : [],
        ];

    /// <summary>How thinking was treated; null where there is none to tell of.</summary>
    public static string? Thinking(ThinkingTreatment treatment) =>
        treatment switch
        {
            ThinkingTreatment.AsIs => "thinking as the chat template has it by itself",
            ThinkingTreatment.OffByTemplate => "thinking skipped, by the chat template's own option",
            ThinkingTreatment.OffByClosing => "thinking skipped: an empty thinking part, closed by Refrain, stands before the answer",
            ThinkingTreatment.On => "with thinking: answers are judged after it; "
                + "directions and scores are read where the answer starts, with an empty thinking part",
            _ => null,
        };
}
