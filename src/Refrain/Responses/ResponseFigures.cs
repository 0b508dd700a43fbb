using System.Text.Json.Serialization;
using Refrain.Directions;
using Refrain.Prompts;

namespace Refrain.Responses;

/// <summary>What is measured of an answer: all of it but its texts, which stay in the run store.</summary>
internal record ResponseFigures
{
    /// <summary>The prompt's language.</summary>
    public required string Language { get; init; }

    /// <summary>The prompt's class.</summary>
    public required PromptClass Class { get; init; }

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

    /// <summary>The probability of <see cref="Condition.Stressed"/>; null under every other condition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Probability { get; init; }

    /// <summary>The four together.</summary>
    [JsonIgnore]
    public Treatment Treatment => new(Condition, Source, Control, Probability);

    /// <summary>True when the model thought before it answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Thought { get; init; }

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

    /// <summary>
    /// Projection of the prompt's activation on the report's source's direction at the chosen layer and position, before any intervention;
    /// null where no direction was found or the condition is not the baseline.
    /// </summary>
    public double? Projection { get; init; }

    /// <summary>A copy that holds no text.</summary>
    public ResponseFigures WithoutTexts() => new(this);
}
