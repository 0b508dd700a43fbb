using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Tokens;

namespace Refrain.Audits;

/// <summary>How prompts were rendered, for the manifest and the report.</summary>
internal static class TemplateIdentity
{
    /// <summary>
    /// What determines a run's numbers; options at their defaults are empty, and the date counts only where the template asks for it.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(ChatOptions options, PromptFormat format) =>
        [
            new(
                "template.system",
                options.System is null ? "" : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.System)))
            ),
            new("template.options", string.Join("\n", Variables(options).Select(variable => $"{variable.Key}={variable.Value}"))),
            new("template.generation_prompt", options.GenerationPrompt ? "true" : "false"),
            new("template.thinking", ReportTemplate.Word(format.Thinking)),
            new("template.date", format.UsesDate ? Date(options) : ""),
        ];

    /// <summary>The same for the report.</summary>
    public static ReportTemplate Report(ChatOptions options, PromptFormat format) =>
        new()
        {
            System = options.System,
            Options = Variables(options),
            GenerationPrompt = options.GenerationPrompt,
            Thinking = format.Thinking,
            Date = format.UsesDate ? Date(options) : null,
        };

    private static string Date(ChatOptions options) => options.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static SortedDictionary<string, string> Variables(ChatOptions options) =>
        new(options.Variables.ToDictionary(variable => variable.Key, variable => variable.Value.GetRawText()), StringComparer.Ordinal);
}
