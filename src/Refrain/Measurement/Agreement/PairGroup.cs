using Refrain.Ground.Statistics;
using Refrain.Judging;

namespace Refrain.Measurement;

/// <summary>The agreement of two judges on some responses.</summary>
/// <param name="Language">Language code; empty: all.</param>
/// <param name="Condition">Condition; empty: all.</param>
/// <param name="N">Responses that both looked at.</param>
/// <param name="Unjudged">Of these, responses that one of them could not judge: outside of the agreement.</param>
/// <param name="Counts">The first judge's refusals as labels, the second's as verdicts.</param>
/// <param name="Interval">The 95 % interval of κ, computed when first asked for; undefined where it supports none.</param>
internal sealed record PairGroup(string Language, string Condition, int N, int Unjudged, JudgeAgreement Counts, Lazy<Interval> Interval)
{
    /// <summary>Counts responses; the answers to one prompt by one model are drawn together in the interval's bootstrap.</summary>
    public static PairGroup Of(
        string language,
        string condition,
        IReadOnlyList<(LabelledResponse Row, Outcome First, Outcome Second)> members,
        ulong seed
    )
    {
        var judged = members
            .Index()
            .Where(member => member.Item.First != Outcome.Unjudged && member.Item.Second != Outcome.Unjudged)
            .ToList();
        JudgeAgreement Count(IEnumerable<(int, (LabelledResponse, Outcome First, Outcome Second) Item)> some) =>
            some.Aggregate(default(JudgeAgreement), (sum, one) =>
                sum.With(one.Item.First == Outcome.Refusal, one.Item.Second == Outcome.Refusal)
            );
        return new PairGroup(
            language,
            condition,
            members.Count,
            members.Count - judged.Count,
            Count(judged),
            new Lazy<Interval>(() =>
            {
                var prompts = judged.GroupBy(member =>
                    member.Item.Row.Id.Length > 0
                        ? (member.Item.Row.Model, member.Item.Row.Class, member.Item.Row.Id, 0)
                        : ("", "", "", member.Index)
                );
                return Kappa.Bootstrap([.. prompts.Select(prompt => Count(prompt).Table)], seed);
            })
        );
    }
}
