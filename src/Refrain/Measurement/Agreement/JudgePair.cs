using Refrain.Judging;

namespace Refrain.Measurement;

/// <summary>How far two judges agree on whether responses are refusals.</summary>
/// <param name="First">One judge.</param>
/// <param name="Second">The other.</param>
/// <param name="Groups">All responses together, then per language, then per language and condition.</param>
internal sealed record JudgePair(string First, string Second, IReadOnlyList<PairGroup> Groups)
{
    /// <summary>Every pair of judges, in their order; pairs without a common response are left out.</summary>
    public static IReadOnlyList<JudgePair> All(IReadOnlyList<JudgeVerdicts> judges, IReadOnlyList<LabelledResponse> rows, ulong seed = 0) =>
        [
            .. from a in Enumerable.Range(0, judges.Count)
            from b in Enumerable.Range(a + 1, judges.Count - a - 1)
            let pair = Of(judges[a], judges[b], rows, seed)
            where pair.Groups.Count > 0
            select pair,
        ];

    /// <summary>One pair.</summary>
    public static JudgePair Of(JudgeVerdicts first, JudgeVerdicts second, IReadOnlyList<LabelledResponse> rows, ulong seed = 0)
    {
        int[] common = [.. Enumerable.Range(0, rows.Count).Where(i => first.Outcomes[i] is not null && second.Outcomes[i] is not null)];
        PairGroup Group(string language, string condition, IEnumerable<int> members) =>
            PairGroup.Of(
                language,
                condition,
                [.. members.Select(i => (rows[i], first.Outcomes[i]!.Value, second.Outcomes[i]!.Value))],
                seed
            );
        var languages = common.GroupBy(i => rows[i].Language).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        return new JudgePair(
            first.Name,
            second.Name,
            common.Length == 0
                ? []
                :
                [
                    Group("", "", common),
                    .. languages.Select(language => Group(language.Key, "", language)),
                    .. languages.SelectMany(language =>
                        language
                            .GroupBy(i => rows[i].Condition)
                            .Where(group => group.Key.Length > 0)
                            .OrderBy(group => group.Key, StringComparer.Ordinal)
                            .Select(condition => Group(language.Key, condition.Key, condition))
                    ),
                ]
        );
    }
}
