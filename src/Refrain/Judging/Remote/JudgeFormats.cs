namespace Refrain.Judging.Remote;

/// <summary>The formats of judging models: a new one is one file and one line here.</summary>
internal static class JudgeFormats
{
    public static IReadOnlyList<JudgeFormat> Every { get; } = [WildGuard.Format, LlamaGuard.Format];

    /// <summary>The names that can be asked for: of the formats, and of a prompt of one's own.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Every.Select(format => format.Name), OwnPrompt.Name];

    /// <summary>The format of a name, which is among <see cref="Every"/>.</summary>
    public static JudgeFormat Named(string name) => Every.First(format => format.Name == name);

    /// <exception cref="BadInputException">There is no such format, or a prompt of one's own is not as it must be.</exception>
    public static JudgeFormat Find(RemoteJudgeSettings settings) =>
        settings.Format == OwnPrompt.Name
            ? OwnPrompt.Format(settings.Template ?? "", settings.Answer, settings.TemplatePlace ?? (SettingText)KnownSettings.JudgeTemplate)
            : Every.FirstOrDefault(format => format.Name == settings.Format)
                ?? throw new BadInputException(
                    KnownSettings.JudgeFormat,
                    $"is {BadInputException.Show(settings.Format)}",
                    "one of " + string.Join(", ", Names)
                );
}
