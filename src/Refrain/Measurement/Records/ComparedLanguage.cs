using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>What changed in one language.</summary>
public sealed record ComparedLanguage
{
    /// <summary>Whether it refuses (<see cref="LanguageReport.Verdict"/>), each run by all of its own prompts.</summary>
    public required InBoth<LanguageVerdict> Verdict { get; init; }

    /// <summary>Why (<see cref="MechanismReport.Verdict"/>); null in reports of earlier versions.</summary>
    public InBoth<MechanismVerdict>? Mechanism { get; init; }

    /// <summary>Whether most of its answers to harmless prompts are degenerate.</summary>
    public InBoth<bool>? Incapable { get; init; }

    /// <summary>Refusal by class of prompts and condition, where both runs have it.</summary>
    public IReadOnlyList<ComparedRate> Rates { get; init; } = [];

    /// <summary>Mean refusal scores by class and condition; empty where the onset tokens that they count are not the same.</summary>
    public IReadOnlyList<ComparedScore> Scores { get; init; } = [];

    /// <summary>True: scores of both runs count the same onset tokens.</summary>
    public bool SameOnsetTokens { get; init; }

    /// <summary>
    /// Train prompts of each class behind the directions; null where only class means of all train prompts were kept at the position, so
    /// that nothing has an interval.
    /// </summary>
    public InClasses? Prompts { get; init; }

    /// <summary>cos(r_A, r_B) at l*.</summary>
    public CosineDrift? Cosine { get; init; }

    /// <summary>One entry a layer, from 1; empty where a run has no direction of this language, or their shapes differ.</summary>
    public IReadOnlyList<LayerDriftReport> Layers { get; init; } = [];

    /// <summary>The rate of a class and condition, or null.</summary>
    public ComparedRate? Find(PromptClass promptClass, Condition condition) =>
        Rates.FirstOrDefault(rate => rate.Class == promptClass && rate.Condition == condition);
}

/// <summary>Numbers of the two classes.</summary>
/// <param name="Harmful">Harmful prompts.</param>
/// <param name="Harmless">Harmless prompts.</param>
public sealed record InClasses(int Harmful, int Harmless);

/// <summary>How often both runs refuse the same prompts of one language.</summary>
public sealed record ComparedRate
{
    /// <summary>The prompts.</summary>
    public required PromptClass Class { get; init; }

    /// <summary>What was done to the models, to each with the run's own direction.</summary>
    public required Condition Condition { get; init; }

    /// <summary>A's refusals on the parallel ids.</summary>
    public required Rate A { get; init; }

    /// <summary>B's refusals on them.</summary>
    public required Rate B { get; init; }

    /// <summary>Prompts that both runs have: of these alone are the numbers here.</summary>
    public int ParallelIds { get; init; }

    /// <summary>Prompts that only one of them has.</summary>
    public int OtherIds { get; init; }

    /// <summary>Refusal.</summary>
    public required PairedChange Refusal { get; init; }

    /// <summary>Degenerate answers.</summary>
    public required PairedChange Degenerate { get; init; }
}

/// <summary>The change of a share over pairs: prompts judged in both runs.</summary>
public sealed record PairedChange
{
    /// <summary>Holm-adjusted p under which a change is beyond chance.</summary>
    public const double Level = 0.05;

    /// <summary>Prompts judged in both.</summary>
    public int Pairs { get; init; }

    /// <summary>Of them in A alone.</summary>
    public int OnlyA { get; init; }

    /// <summary>Of them in B alone.</summary>
    public int OnlyB { get; init; }

    /// <summary>B less A; null without pairs.</summary>
    public double? Change { get; init; }

    /// <summary>Lower end of its 95 % interval (paired bootstrap).</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>
    /// Lower end of its 95 % score interval (Tango), which decides on thresholds: it has a width even where no pair differs.
    /// </summary>
    public double? ScoreLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? ScoreHigh { get; init; }

    /// <summary>Exact McNemar's p, Holm-adjusted over the languages of this class and condition.</summary>
    public double? P { get; init; }

    /// <summary>The same, not adjusted.</summary>
    public double? PUnadjusted { get; init; }

    /// <summary>True: the change is beyond chance, after Holm's correction.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool BeyondChance => P < Level;
}

/// <summary>Mean refusal scores of the same prompts.</summary>
public sealed record ComparedScore
{
    /// <summary>The prompts: harmful or harmless ones.</summary>
    public required PromptClass Class { get; init; }

    /// <summary>What was done to the models.</summary>
    public required Condition Condition { get; init; }

    /// <summary>Prompts with a score in both.</summary>
    public int Pairs { get; init; }

    /// <summary>A's mean.</summary>
    public double A { get; init; }

    /// <summary>B's mean.</summary>
    public double B { get; init; }

    /// <summary>B less A.</summary>
    public double Change { get; init; }

    /// <summary>Lower end of its 95 % interval (paired bootstrap).</summary>
    public double Low { get; init; }

    /// <summary>Upper end.</summary>
    public double High { get; init; }
}
