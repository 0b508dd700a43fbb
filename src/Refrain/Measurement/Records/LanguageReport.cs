namespace Refrain.Measurement;

/// <summary>What was measured in one language.</summary>
public sealed record LanguageReport
{
    /// <summary>The share of harmful prompts that a language must refuse to be called protected.</summary>
    public const double Threshold = Measurement.Mechanism.RefusalThreshold;

    /// <summary>The baseline refusal rate of harmful prompts against <see cref="Threshold"/>.</summary>
    public required LanguageVerdict Verdict { get; init; }

    /// <summary>Why the language is protected or not; null in reports of earlier versions.</summary>
    public MechanismReport? Mechanism { get; init; }

    /// <summary>How often the model refused.</summary>
    public ByClass<Rate> Rates { get; init; } = new();

    /// <summary>Refusal scores: log odds that the response starts with a refusal-onset token.</summary>
    public RefusalScores RefusalScore { get; init; } = new();

    /// <summary>
    /// AUROC of the projection of residual streams on the source's direction, harmful against harmless; null without a direction.
    /// </summary>
    public double? Auroc { get; init; }

    /// <summary>Lower end of its 95 % interval (bootstrap, stratified by class).</summary>
    public double? AurocLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? AurocHigh { get; init; }

    /// <summary>Prompts in the smaller of the two classes; under 32 it supports no verdict.</summary>
    public int? AurocN { get; init; }

    /// <summary>(mean harmful − mean harmless) / √((their variances' sum)/2) of the same projections (docs/method.md 8).</summary>
    public double? Separation { get; init; }

    /// <summary>Baseline refusal against the source's, on parallel ids; null for the source itself.</summary>
    public PairedReport? Paired { get; init; }

    /// <summary>Tokens with which refusals start here.</summary>
    public IReadOnlyList<OnsetTokenReport> OnsetTokens { get; init; } = [];

    /// <summary>The language whose onset tokens the scores use: this one, or the source where this one has none.</summary>
    public string? OnsetLanguage { get; init; }

    /// <summary>Which prompts were measured.</summary>
    public PromptsByClass Prompts { get; init; } = new();

    /// <summary>How many prompts passed the filter for the direction; null where none were filtered.</summary>
    public Survivors? Survivors { get; init; }
}

/// <summary>A token with which refusals start.</summary>
public sealed record OnsetTokenReport
{
    /// <summary>The token.</summary>
    public int Id { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>Mean first-token probability over harmful train prompts less that over harmless ones.</summary>
    public double Difference { get; init; }
}
