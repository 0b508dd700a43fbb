using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>Where an interval lies beside a threshold.</summary>
internal enum ThresholdSide
{
    /// <summary>There is no interval.</summary>
    NotMeasured,

    /// <summary>Wholly above.</summary>
    Above,

    /// <summary>Wholly below.</summary>
    Below,

    /// <summary>It holds the threshold.</summary>
    Open,
}

/// <summary>How well the source's direction tells a language's harmful test prompts from its harmless ones.</summary>
/// <param name="Auroc">The AUROC of the projections.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Prompts">Prompts in the smaller class.</param>
internal sealed record ProjectedAuroc(double Auroc, double Low, double High, int Prompts)
{
    /// <summary>Beside <see cref="Mechanism.AurocThreshold"/>.</summary>
    public ThresholdSide Side => MechanismFinding.SideOf(Low, High, Mechanism.AurocThreshold);

    /// <summary>False: with so few prompts it supports no verdict.</summary>
    public bool Supports => Prompts >= Mechanism.FewestPrompts;
}

/// <summary>The mechanism test of one language: its verdict and the numbers that decided.</summary>
internal sealed record MechanismFinding
{
    /// <summary>Why the language is protected or not.</summary>
    public required MechanismVerdict Verdict { get; init; }

    /// <summary>Refusal of harmful prompts by the untouched model; null: none was asked.</summary>
    public Rate? Refusal { get; init; }

    /// <summary>What the direction sees; null: there is no direction to project on.</summary>
    public ProjectedAuroc? Sight { get; init; }

    /// <summary>Degenerate answers among the judged ones to harmless prompts of the untouched model; null where none was judged.</summary>
    public ShareReport? Degenerate { get; init; }

    /// <summary>True: the model can hardly answer in this language.</summary>
    public bool Incapable { get; init; }

    /// <summary>The refusal rate beside <see cref="Mechanism.RefusalThreshold"/>.</summary>
    public ThresholdSide RefusalSide => SideOf(Refusal?.Low, Refusal?.High, Mechanism.RefusalThreshold);

    /// <summary>The test of one language.</summary>
    /// <param name="language">What was measured on its test prompts.</param>
    public static MechanismFinding Of(LanguageReport language)
    {
        var rate = language.Rates.Harmful.Baseline;
        Interval? refusal = rate is { Low: { } low, High: { } high } ? new(low, high) : null;
        Interval? auroc = language is { AurocLow: { } from, AurocHigh: { } to } ? new(from, to) : null;
        var degenerate = DegenerateOf(language.Rates.Harmless.Baseline);
        return new MechanismFinding
        {
            Verdict = Mechanism.Of(refusal, auroc, language.AurocN ?? 0),
            Refusal = rate,
            Sight = language is { Auroc: { } value, AurocLow: { } least, AurocHigh: { } most, AurocN: { } prompts }
                ? new ProjectedAuroc(value, least, most, prompts)
                : null,
            Degenerate = degenerate,
            Incapable = degenerate is not null && Mechanism.Incapable(new(degenerate.Low, degenerate.High)),
        };
    }

    /// <summary>Where an interval lies beside a threshold.</summary>
    internal static ThresholdSide SideOf(double? low, double? high, double threshold) =>
        low is not { } from || high is not { } to ? ThresholdSide.NotMeasured
        : from > threshold ? ThresholdSide.Above
        : to < threshold ? ThresholdSide.Below
        : ThresholdSide.Open;

    private static ShareReport? DegenerateOf(Rate? rate)
    {
        int judged = rate is null ? 0 : rate.N - rate.Unjudged;
        if (judged == 0)
        {
            return null;
        }

        var interval = Wilson.Interval(rate!.Degenerate, judged);
        return new ShareReport
        {
            Count = rate.Degenerate,
            Of = judged,
            Share = (double)rate.Degenerate / judged,
            Low = interval.Low,
            High = interval.High,
        };
    }
}
