namespace Refrain.Cli;

/// <summary>The one place that says what the library's settings are called on the command line.</summary>
internal static class OptionNames
{
    private static readonly Dictionary<Setting, string> Options = new()
    {
        [KnownSettings.Languages] = "--languages",
        [KnownSettings.Source] = "--source",
        [KnownSettings.Sources] = "--sources",
        [KnownSettings.TestIds] = "--test-ids",
        [KnownSettings.OverRefusal] = "--over-refusal",
        [KnownSettings.Convention] = "--convention",
        [KnownSettings.Precision] = "--precision",
        [KnownSettings.MaximumNewTokens] = "--max-new-tokens",
        [KnownSettings.StressProbabilities] = "--stress-probabilities",
        [KnownSettings.StressPrompts] = "--stress-prompts",
        [KnownSettings.MostGeneratedDivergence] = "--max-generated-kl",
        [KnownSettings.MostDegenerate] = "--max-degenerate-share",
        [KnownSettings.MostOverRefusal] = "--max-over-refusal",
        [KnownSettings.Suite] = "--suite",
        [KnownSettings.Run] = "--run",
        [KnownSettings.ResumeOnly] = "--resume",
        [KnownSettings.IgnorePreflight] = "--ignore-preflight",
        [KnownSettings.Threads] = "--threads",
        [KnownSettings.BatchTokens] = "--batch-tokens",
        [KnownSettings.Sample] = "--sample",
        [KnownSettings.ComparedAudit] = "--audit",
        [KnownSettings.ComparedRuns] = "--runs",
        [KnownSettings.ComparedOutput] = "--output",
        [KnownSettings.Junit] = "--junit",
        [KnownSettings.Sarif] = "--sarif",
        [KnownSettings.SystemTurn] = "--system",
        [KnownSettings.Variables] = "--template-option",
        [KnownSettings.Thinking] = "--thinking",
        [KnownSettings.JudgeFormat] = "--judge",
        [KnownSettings.JudgeEndpoint] = "--judge-endpoint",
        [KnownSettings.JudgeModel] = "--judge-model",
        [KnownSettings.JudgeApi] = "--judge-api",
        [KnownSettings.JudgeTemplate] = "--judge-prompt",
        [KnownSettings.JudgeAnswer] = "--judge-answer",
        [KnownSettings.JudgeOptions] = "--judge-option",
        [KnownSettings.JudgeKey] = "--judge-key-variable",
        [KnownSettings.JudgeBudget] = "--judge-budget",
        [KnownSettings.JudgeTimeout] = "--judge-timeout",
        [KnownSettings.JudgeConcurrency] = "--judge-concurrency",
        [KnownSettings.JudgeTries] = "--judge-tries",
        [KnownSettings.ResponseLanguage] = "--language",
        [KnownSettings.ResponseColumns] = "--column",
        [KnownSettings.TableDocument] = "--write",
        [KnownSettings.ProfileFile] = "--profile",
        [KnownSettings.ExplorerPort] = "--port",
    };

    private static readonly Dictionary<Hint, string> Commands = new()
    {
        [Hint.OldWeights] = "refrain cache list shows old prepared weights",
        [Hint.ClearWeights] = "remove prepared weights with refrain cache clear",
        [Hint.PrepareWeights] = "refrain inspect --sample 4 prepares them",
        [Hint.CompleteThresholds] = "refrain compare --print-thresholds prints a complete file",
        [Hint.NoEstimate] = "Leave --plan out",
        [Hint.LearnedWeights] = "a file that refrain judge learn has written",
    };

    /// <summary>A text of the library with options and commands in place of its own names.</summary>
    public static string In(SettingText text) => text.Describe(Of, Of);

    /// <summary>The option of a setting, with its value where one is spoken of; the setting's own name where no option sets it.</summary>
    public static string Of(Setting setting) =>
        !Options.TryGetValue(setting with { Value = null }, out string? option) ? setting.ToString()
        : setting.Value is null ? option
        : $"{option} {setting.Value}";

    /// <summary>The words that name the command.</summary>
    public static string Of(Hint hint) => Commands.GetValueOrDefault(hint, hint.Words);
}
