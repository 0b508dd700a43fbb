using Refrain.Inspections;

namespace Refrain.Cli.Json;

/// <summary>What a few prompts gave.</summary>
internal sealed record InspectionSampleJson
{
    public required int Prompts { get; init; }

    public required int Answered { get; init; }

    public required double OpeningSeconds { get; init; }

    public required double Seconds { get; init; }

    public required double TokensReadPerSecond { get; init; }

    public required double TokensAnsweredPerSecond { get; init; }

    /// <summary>Stage → seconds.</summary>
    public required IReadOnlyDictionary<string, double> AuditSeconds { get; init; }

    public required IReadOnlyDictionary<string, SampledLanguageJson> Languages { get; init; }

    public static InspectionSampleJson Of(InspectionSample sample) =>
        new()
        {
            Prompts = sample.Prompts,
            Answered = sample.Answered,
            OpeningSeconds = Math.Round(sample.OpeningSeconds, 3),
            Seconds = Math.Round(sample.Seconds, 3),
            TokensReadPerSecond = Math.Round(sample.TokensRead, 1),
            TokensAnsweredPerSecond = Math.Round(sample.TokensAnswered, 1),
            AuditSeconds = sample.AuditSeconds.ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value, 1)),
            Languages = sample.Languages.ToDictionary(language => language.Language, SampledLanguageJson.Of),
        };
}

/// <summary>What they gave in one language.</summary>
internal sealed record SampledLanguageJson
{
    public required int Harmful { get; init; }

    public required int Harmless { get; init; }

    public int? HarmfulKept { get; init; }

    public int? HarmlessKept { get; init; }

    public string? OnsetLanguage { get; init; }

    public required IReadOnlyList<OnsetTokenJson> OnsetTokens { get; init; }

    /// <summary>Outcome → answers.</summary>
    public required IReadOnlyDictionary<string, int> HarmfulAnswers { get; init; }

    public required IReadOnlyDictionary<string, int> HarmlessAnswers { get; init; }

    public required string Example { get; init; }

    public static SampledLanguageJson Of(SampledLanguage language) =>
        new()
        {
            Harmful = language.Harmful,
            Harmless = language.Harmless,
            HarmfulKept = language.HarmfulKept,
            HarmlessKept = language.HarmlessKept,
            OnsetLanguage = language.OnsetLanguage,
            OnsetTokens =
            [
                .. language.Onset.Select(onset => new OnsetTokenJson(onset.Token.Id, onset.Text, Math.Round(onset.Token.Difference, 4))),
            ],
            HarmfulAnswers = language.HarmfulAnswers,
            HarmlessAnswers = language.HarmlessAnswers,
            Example = language.Example,
        };
}

/// <summary>A token with which refusals start.</summary>
internal sealed record OnsetTokenJson(int Id, string Text, double Difference);
