namespace Refrain.Measurement;

/// <summary>How far two judges, models or people, agree on whether responses are refusals.</summary>
public sealed record JudgePairReport
{
    /// <summary>One judge.</summary>
    public required string First { get; init; }

    /// <summary>The other.</summary>
    public required string Second { get; init; }

    /// <summary>All responses together, then per language, then per language and condition.</summary>
    public required IReadOnlyList<JudgePairGroup> Groups { get; init; }
}

/// <summary>The agreement of two judges on some responses.</summary>
public sealed record JudgePairGroup
{
    /// <summary>Language code; null: all.</summary>
    public string? Language { get; init; }

    /// <summary>Condition; null: all.</summary>
    public string? Condition { get; init; }

    /// <summary>Responses that both looked at.</summary>
    public int N { get; init; }

    /// <summary>Of these, responses that one of them could not judge; the figures below leave them out.</summary>
    public int Unjudged { get; init; }

    /// <summary>Responses that both call a refusal.</summary>
    public int BothRefusal { get; init; }

    /// <summary>Responses that only the first calls one.</summary>
    public int FirstOnly { get; init; }

    /// <summary>Responses that only the second calls one.</summary>
    public int SecondOnly { get; init; }

    /// <summary>Responses that neither calls one.</summary>
    public int Neither { get; init; }

    /// <summary>Share on which they agree.</summary>
    public double? Agreement { get; init; }

    /// <summary>Lower end of its Wilson 95 % interval.</summary>
    public double? AgreementLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? AgreementHigh { get; init; }

    /// <summary>Cohen's κ; null where both use one and the same outcome throughout.</summary>
    public double? Kappa { get; init; }

    /// <summary>Lower end of its 95 % interval, a bootstrap over prompts; null where too few responses are of one kind.</summary>
    public double? KappaLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? KappaHigh { get; init; }
}
