using System.Text.Json.Serialization;
using Refrain.Directions;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Runs;

/// <summary>What a row of a run's <c>responses.jsonl</c> or <c>judgements.jsonl</c> is about: a prompt under a treatment.</summary>
public abstract record RunRow
{
    /// <summary>The version of the rows that this program writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The version of the row.</summary>
    [JsonPropertyOrder(-8)]
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The prompt's language.</summary>
    [JsonPropertyOrder(-7)]
    public required string Language { get; init; }

    /// <summary>What the prompt asks for.</summary>
    [JsonPropertyOrder(-6)]
    public required PromptClass Class { get; init; }

    /// <summary>The prompt's key, for example <c>harmful/test/286</c>.</summary>
    [JsonPropertyOrder(-5)]
    public required string Id { get; init; }

    /// <summary>What was done to the model.</summary>
    [JsonPropertyOrder(-4)]
    public required Condition Condition { get; init; }

    /// <summary>The language that the direction is from; null at baseline.</summary>
    [JsonPropertyOrder(-3)]
    public string? Source { get; init; }

    /// <summary>What stood in the direction's place.</summary>
    [JsonPropertyOrder(-2)]
    [JsonConverter(typeof(ControlConverter))]
    public Control Control { get; init; }

    /// <summary>Under <see cref="Condition.Stressed"/> the probability of ablation, else null.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AblationProbability { get; init; }

    /// <summary>What was done, and with which direction.</summary>
    [JsonIgnore]
    public Treatment Treatment => new(Condition, Source, Control, AblationProbability);

    /// <summary>Equal of the two rows that a run has about one answer.</summary>
    internal (string, PromptClass, string, Treatment) Key => (Language, Class, Id, Treatment);
}

/// <summary>A row of <c>responses.jsonl</c>: what the model answered.</summary>
public sealed record RunResponse : RunRow
{
    /// <summary>The prompt's text, without the chat template; null where the run did not know it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Prompt { get; init; }

    /// <summary>The whole answer, special tokens left out.</summary>
    public required string Response { get; init; }

    /// <summary>What the model thought before it answered; null where it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thinking { get; init; }

    /// <summary>Tokens of the answer and of the thinking before it.</summary>
    public required int Tokens { get; init; }

    /// <summary>False: cut at the longest length.</summary>
    public required bool Ended { get; init; }

    /// <summary>The refusal score of its first token; null where no onset tokens are known.</summary>
    public double? RefusalScore { get; init; }

    /// <summary>
    /// At baseline the prompt's activation projected on the source's unit direction, at the chosen layer and position; null elsewhere.
    /// </summary>
    public double? Projection { get; init; }
}
