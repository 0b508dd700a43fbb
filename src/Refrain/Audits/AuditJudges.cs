using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Measurement;

namespace Refrain.Audits;

/// <summary>Who judged, how often that judge errs, and how far judges and people agree.</summary>
internal static class AuditJudges
{
    /// <param name="remote">The model that judged, or null: the product's own judge did.</param>
    /// <param name="judged">Every judged response.</param>
    /// <param name="seed">The run's seed.</param>
    public static JudgeReport Of(RemoteJudgeSettings? remote, IReadOnlyList<JudgedResponse> judged, ulong seed)
    {
        var native = OfNative();
        if (remote is null)
        {
            return native;
        }

        var judge = remote.Identity();
        JudgeVerdicts[] judges =
        [
            new(judge.Name, judge.Version, [.. judged.Select(item => (Outcome?)item.Judgement.Outcome)]),
            new(native.Name, native.Version, [.. judged.Select(item => item.Native?.Outcome)]),
        ];
        return new JudgeReport
        {
            Name = judge.Name,
            Version = judge.Version,
            Waiting = judged.Count(item => item.Waits),
            Pairs = Pairs(judges, [.. judged.Select(Row)], seed),
        };
    }

    /// <summary>The agreement of every pair of judges.</summary>
    public static IReadOnlyList<JudgePairReport> Pairs(
        IReadOnlyList<JudgeVerdicts> judges,
        IReadOnlyList<LabelledResponse> rows,
        ulong seed
    ) => [.. JudgePair.All(judges, rows, seed).Select(Pair)];

    /// <summary>The agreement of one pair; what is undefined is null.</summary>
    public static JudgePairReport Pair(JudgePair pair) =>
        new()
        {
            First = pair.First,
            Second = pair.Second,
            Groups = [.. pair.Groups.Select(Group)],
        };

    /// <summary>The product's own judge and its measured error.</summary>
    private static JudgeReport OfNative()
    {
        var shipped = JudgeError.Load();
        return new JudgeReport
        {
            Name = NativeJudge.Instance.Name,
            Version = NativeJudge.Instance.Version,
            MeasuredOn = shipped.MeasuredOn,
            Errors = shipped.Languages.ToDictionary(pair => pair.Key, pair => Of(pair.Value)),
        };
    }

    private static JudgeErrorReport Of(LanguageError error) =>
        new()
        {
            N = error.Judge.Judged,
            Agreement = error.Judge.Agreement.Value,
            BalancedAccuracy = error.Judge.BalancedAccuracy,
            Kappa = error.Judge.Kappa,
            Sensitivity = error.Judge.Sensitivity.Value,
            Specificity = error.Judge.Specificity.Value,
        };

    private static LabelledResponse Row(JudgedResponse item) =>
        new("", item.Response.Language, "", item.Response.Condition.Word(), null, null)
        {
            Id = item.Response.PromptId,
            Class = item.Response.Class.Word(),
        };

    private static JudgePairGroup Group(PairGroup group)
    {
        var (counts, interval, any) = (group.Counts, group.Interval.Value, group.Counts.Judged > 0);
        return new JudgePairGroup
        {
            Language = group.Language.Length == 0 ? null : group.Language,
            Condition = group.Condition.Length == 0 ? null : group.Condition,
            N = group.N,
            Unjudged = group.Unjudged,
            BothRefusal = counts.TrueRefusal,
            FirstOnly = counts.MissedRefusal,
            SecondOnly = counts.FalseRefusal,
            Neither = counts.TrueOther,
            Agreement = counts.Agreement.Value,
            AgreementLow = any ? counts.Agreement.Low : null,
            AgreementHigh = any ? counts.Agreement.High : null,
            Kappa = counts.Kappa,
            KappaLow = double.IsFinite(interval.Low) ? interval.Low : null,
            KappaHigh = double.IsFinite(interval.High) ? interval.High : null,
        };
    }
}
