using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>When an audit ran and for how long; resuming adds up the seconds of each start.</summary>
public sealed record RunTimes
{
    /// <summary>Start of the first part, UTC.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>End of the last part, UTC.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>How often the run was started; more than 1: it was interrupted. 0: not recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Starts { get; init; }

    /// <summary>Threads that computed in the last start; 0: not recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Threads { get; init; }

    /// <summary>Tokens of a batch in the last start; 0: not recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int BatchTokens { get; init; }

    /// <summary>
    /// Stage → seconds, in the order of the stages. Of a start that was killed, what came after its last finished item is not in it.
    /// </summary>
    public IReadOnlyDictionary<string, double> Seconds { get; init; } = new Dictionary<string, double>();

    /// <summary>Stage → what it worked on; empty: not recorded.</summary>
    public IReadOnlyDictionary<string, StageWork> Processed { get; init; } = new Dictionary<string, StageWork>();
}

/// <summary>What a stage worked on.</summary>
public sealed record StageWork
{
    /// <summary>How many.</summary>
    public int Count { get; init; }

    /// <summary>Of what: <c>prompts</c>, <c>candidates</c> or <c>responses</c>.</summary>
    public required string Of { get; init; }

    /// <summary>Tokens that went through the model, those through a part of its layers counted in part; null: none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Tokens { get; init; }
}
