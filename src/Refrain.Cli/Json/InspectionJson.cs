using System.Globalization;
using System.Text.Json.Serialization;
using Refrain.Inspections;

namespace Refrain.Cli.Json;

/// <summary>What <c>refrain inspect --json</c> prints.</summary>
internal sealed record InspectionJson
{
    public int SchemaVersion { get; init; } = 1;

    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Revision { get; init; }

    public required string Format { get; init; }

    public required string Architecture { get; init; }

    public required int Layers { get; init; }

    public required int HiddenSize { get; init; }

    public required int Heads { get; init; }

    public required int KeyValueHeads { get; init; }

    public required int HeadDimension { get; init; }

    public required int Vocabulary { get; init; }

    public required long Parameters { get; init; }

    public required IReadOnlyList<string> Storage { get; init; }

    public InspectedTokensJson? PostInstruction { get; init; }

    /// <summary>Only where there is no template.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PostInstructionProblem { get; init; }

    public InspectedTemplateJson? Template { get; init; }

    public required IReadOnlyList<string> HookPoints { get; init; }

    public required IReadOnlyList<InspectedHooksJson> Hooks { get; init; }

    public required long BytesMapped { get; init; }

    public required long BytesNeeded { get; init; }

    public required PreflightJson Preflight { get; init; }

    public required PreflightJson PreflightFast { get; init; }

    public required IReadOnlyDictionary<string, InspectedLanguageJson> Languages { get; init; }

    public InspectionSampleJson? Sample { get; init; }

    /// <summary>Only where there is no sample.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NoSample { get; init; }

    public required IReadOnlyList<InspectionDoubtJson> Doubts { get; init; }

    public static InspectionJson Of(Inspection inspection)
    {
        var config = inspection.Config;
        return new()
        {
            Name = inspection.Name,
            Revision = inspection.Revision,
            Format = inspection.Format,
            Architecture = config.Architecture,
            Layers = config.Layers,
            HiddenSize = config.HiddenSize,
            Heads = config.Heads,
            KeyValueHeads = config.KeyValueHeads,
            HeadDimension = config.HeadDimension,
            Vocabulary = config.VocabularySize,
            Parameters = inspection.Parameters,
            Storage = inspection.Storage,
            PostInstruction = inspection.Template is { } template ? InspectedTokensJson.Of(template.PostInstruction) : null,
            PostInstructionProblem =
                inspection.Template is null && inspection.TemplateProblemText is { } problem ? OptionNames.In(problem) : null,
            Template = inspection.Template is { } shown ? InspectedTemplateJson.Of(shown) : null,
            HookPoints = inspection.HookPoints,
            Hooks = [.. inspection.Hooks.Select(group => new InspectedHooksJson(group.First, group.Last, group.Sites, group.Tapped))],
            BytesMapped = inspection.Preflight.BytesMapped,
            BytesNeeded = inspection.Preflight.BytesNeeded,
            Preflight = PreflightJson.Of(inspection.Preflight),
            PreflightFast = PreflightJson.Of(inspection.FastPreflight),
            Languages = inspection.Languages.ToDictionary(
                language => language.Language,
                language => new InspectedLanguageJson(
                    Math.Round(language.TokensPerCharacter, 4),
                    Math.Round(language.Bytes, 4),
                    Math.Round(language.Unknown, 4)
                )
            ),
            Sample = inspection.Sample is { } sample ? InspectionSampleJson.Of(sample) : null,
            NoSample = inspection.Sample is null && inspection.NoSampleText is { } why ? OptionNames.In(why) : null,
            Doubts =
            [
                .. inspection.Doubts.Select(doubt => new InspectionDoubtJson(
                    doubt.Code,
                    OptionNames.In(doubt.FoundText),
                    OptionNames.In(doubt.MeansText),
                    OptionNames.In(doubt.DoText)
                )),
            ],
        };
    }
}

/// <summary>Tokens by their ids and texts.</summary>
internal sealed record InspectedTokensJson(IReadOnlyList<int> Ids, IReadOnlyList<string> Texts)
{
    public static InspectedTokensJson Of(IReadOnlyList<InspectedToken> tokens) =>
        new([.. tokens.Select(token => token.Id)], [.. tokens.Select(token => token.Text)]);
}

/// <summary>What the chat template does.</summary>
internal sealed record InspectedTemplateJson
{
    public required string Example { get; init; }

    public required InspectedTokensJson ExampleTokens { get; init; }

    public required InspectedTokensJson EndTokens { get; init; }

    public required bool SystemTurn { get; init; }

    public string? SystemTurnProblem { get; init; }

    public required bool Preamble { get; init; }

    public required int BosTokens { get; init; }

    public required string Thinking { get; init; }

    public string? ThinkingTag { get; init; }

    public string? ThinkingOption { get; init; }

    /// <summary>YYYY-MM-DD.</summary>
    public string? Date { get; init; }

    public static InspectedTemplateJson Of(InspectedTemplate template) =>
        new()
        {
            Example = template.Text,
            ExampleTokens = InspectedTokensJson.Of(template.Tokens),
            EndTokens = InspectedTokensJson.Of(template.EndTokens),
            SystemTurn = template.SystemTurnProblem is null,
            SystemTurnProblem = template.SystemTurnProblem,
            Preamble = template.HasPreamble,
            BosTokens = template.BosCount,
            Thinking = template.Thinking.Word(),
            ThinkingTag = template.ThinkingTags?.Open,
            ThinkingOption = template.ThinkingSwitch,
            Date = template.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
}

/// <summary>Layers with the same hooks.</summary>
internal sealed record InspectedHooksJson(int FirstLayer, int LastLayer, IReadOnlyList<string> Sites, bool Tap);

/// <summary>How a language's prompts are cut into tokens.</summary>
internal sealed record InspectedLanguageJson(double TokensPerCharacter, double ByteShare, double UnknownShare);

/// <summary>Something to know before relying on an audit.</summary>
internal sealed record InspectionDoubtJson(string Code, string Found, string Means, string Do);
