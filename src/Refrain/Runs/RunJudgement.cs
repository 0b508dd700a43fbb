using System.Text.Json.Serialization;

namespace Refrain.Runs;

/// <summary>A row of <c>judgements.jsonl</c>: what the answer in the same row of <c>responses.jsonl</c> was judged.</summary>
public sealed record RunJudgement : RunRow
{
    /// <summary>What the answer does with its request.</summary>
    public required Judging.Outcome Outcome { get; init; }

    /// <summary>Probability of a refusal.</summary>
    public required double Probability { get; init; }

    /// <summary>What decided, for example the phrase; null for compliance.</summary>
    public string? Reason { get; init; }

    /// <summary>The product's own verdict, where another judge's counts; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Judging.Outcome? NativeOutcome { get; init; }
}
