namespace Refrain.Measurement;

/// <summary>A language against the source language, on the prompts that both have and that were judged in both; baseline refusal.</summary>
public sealed record PairedReport
{
    /// <summary>Harmful prompts.</summary>
    public PairedDifferenceReport? Harmful { get; init; }

    /// <summary>Harmless prompts.</summary>
    public PairedDifferenceReport? Harmless { get; init; }
}

/// <summary>A difference of refusal rates over parallel ids (docs/method.md 7).</summary>
public sealed record PairedDifferenceReport
{
    /// <summary>Parallel ids: prompts that both languages have.</summary>
    public int ParallelIds { get; init; }

    /// <summary>Those judged in both.</summary>
    public int Pairs { get; init; }

    /// <summary>The language's rate less the source's; null without pairs.</summary>
    public double? Difference { get; init; }

    /// <summary>Lower end of its 95 % interval (paired bootstrap).</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>Exact McNemar's p, Holm-adjusted over the report's languages; null without pairs.</summary>
    public double? P { get; init; }
}
