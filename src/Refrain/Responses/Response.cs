using System.Text.Json.Serialization;
using Refrain.Directions;

namespace Refrain.Responses;

/// <summary>What was done to the model while it answered.</summary>
public enum Condition
{
    /// <summary>Nothing.</summary>
    Baseline,

    /// <summary>A source's direction was ablated.</summary>
    Ablated,

    /// <summary>A source's direction was added.</summary>
    Induced,
}

/// <summary>One answer of the model.</summary>
public sealed record Response
{
    /// <summary>The prompt's language.</summary>
    public required string Language { get; init; }

    /// <summary><c>harmful</c>, <c>harmless</c> or <c>borderline</c>.</summary>
    public required string Class { get; init; }

    /// <summary>The prompt's id.</summary>
    public required string PromptId { get; init; }

    /// <summary>What was done to the model.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Condition>))]
    public required Condition Condition { get; init; }

    /// <summary>The language whose direction was used; null at baseline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>What stood in the direction's place.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Control>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Control Control { get; init; }

    /// <summary>The three together.</summary>
    [JsonIgnore]
    public Treatment Treatment => new(Condition, Source, Control);

    /// <summary>The answer, special tokens left out, after any thinking.</summary>
    public required string Text { get; init; }

    /// <summary>What the model thought before it answered; null: it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thinking { get; init; }

    /// <summary>True when the thinking did not end within the new tokens, so that there is no answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ThinkingUnended { get; init; }

    /// <summary>Tokens of the answer and of the thinking before it, the end token not counted.</summary>
    public required int Tokens { get; init; }

    /// <summary>False when the answer was cut at the limit.</summary>
    public required bool Ended { get; init; }

    /// <summary>Refusal score of the first token; null where no onset tokens are known.</summary>
    public double? RefusalScore { get; init; }

    /// <summary>True when the logits held no numbers: whatever was answered then means nothing.</summary>
    public bool Overflowed { get; init; }

    /// <summary>The condition in small letters.</summary>
    [JsonIgnore]
    public string ConditionName => Treatment.Word(Condition);

    /// <summary>Projection of the prompt's activation on the report's source's direction at the chosen layer and position, before any intervention; null where no direction was found or the condition is not the baseline.</summary>
    public double? Projection { get; init; }
}

/// <summary>Reads and writes responses without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Response))]
internal sealed partial class ResponseJson : JsonSerializerContext;
