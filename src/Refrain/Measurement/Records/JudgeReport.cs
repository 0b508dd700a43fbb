using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>The judge of the responses, and its error.</summary>
public sealed record JudgeReport
{
    /// <summary>Name as shown.</summary>
    public required string Name { get; init; }

    /// <summary>Version; judgements of different versions are not compared.</summary>
    public required string Version { get; init; }

    /// <summary>What its error was measured on; null where it was not measured.</summary>
    public string? MeasuredOn { get; init; }

    /// <summary>Language code → its error there; a language without one was not measured.</summary>
    public IReadOnlyDictionary<string, JudgeErrorReport> Errors { get; init; } = new Dictionary<string, JudgeErrorReport>();

    /// <summary>
    /// Responses that the judge has not answered yet: its budget was spent, or its endpoint failed. The same command continues.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Waiting { get; init; }

    /// <summary>How far judges and people agree on the run's responses; null where there is one judge only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JudgePairReport>? Pairs { get; init; }
}

/// <summary>How well the judge agrees with reference labels in one language.</summary>
public sealed record JudgeErrorReport
{
    /// <summary>Labelled responses.</summary>
    public int N { get; init; }

    /// <summary>Share on which judge and label agree.</summary>
    public double? Agreement { get; init; }

    /// <summary>Mean of <see cref="Sensitivity"/> and <see cref="Specificity"/>.</summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>Cohen's κ.</summary>
    public double? Kappa { get; init; }

    /// <summary>Share of the labelled refusals that it finds.</summary>
    public double? Sensitivity { get; init; }

    /// <summary>Share of the labelled non-refusals that it leaves alone.</summary>
    public double? Specificity { get; init; }
}
