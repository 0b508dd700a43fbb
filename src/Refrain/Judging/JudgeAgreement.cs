using Refrain.Ground.Statistics;

namespace Refrain.Judging;

/// <summary>Counts of a judge's verdicts against labels, with <em>refusal</em> as the positive class.</summary>
/// <param name="TrueRefusal">Labelled refusal, judged refusal.</param>
/// <param name="FalseRefusal">Labelled otherwise, judged refusal.</param>
/// <param name="MissedRefusal">Labelled refusal, judged otherwise.</param>
/// <param name="TrueOther">Labelled otherwise, judged otherwise (compliance or degenerate).</param>
internal readonly record struct JudgeAgreement(int TrueRefusal, int FalseRefusal, int MissedRefusal, int TrueOther)
{
    /// <summary>The number of responses that have both a label and a verdict.</summary>
    public int Judged => TrueRefusal + FalseRefusal + MissedRefusal + TrueOther;

    /// <summary>The share on which judge and label agree.</summary>
    public Share Agreement => new(TrueRefusal + TrueOther, Judged);

    /// <summary>The share of labelled refusals that are found.</summary>
    public Share Sensitivity => new(TrueRefusal, TrueRefusal + MissedRefusal);

    /// <summary>The share of other responses that are left alone.</summary>
    public Share Specificity => new(TrueOther, TrueOther + FalseRefusal);

    /// <summary>Mean of sensitivity and specificity; null when the labels have one class only.</summary>
    public double? BalancedAccuracy => Finite.OrNull(Ground.Statistics.BalancedAccuracy.Of(Table));

    /// <summary>Cohen's κ; null when chance agreement is 1.</summary>
    public double? Kappa => Finite.OrNull(Ground.Statistics.Kappa.Cohen(Table));

    /// <summary>The same counts, labels first.</summary>
    internal TwoByTwo Table => new(TrueRefusal, MissedRefusal, FalseRefusal, TrueOther);

    /// <summary>These counts with one more response.</summary>
    public JudgeAgreement With(bool label, bool verdict) =>
        (label, verdict) switch
        {
            (true, true) => this with { TrueRefusal = TrueRefusal + 1 },
            (true, false) => this with { MissedRefusal = MissedRefusal + 1 },
            (false, true) => this with { FalseRefusal = FalseRefusal + 1 },
            _ => this with { TrueOther = TrueOther + 1 },
        };
}
