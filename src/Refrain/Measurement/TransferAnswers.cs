using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>The judged answers by language, class and treatment, and paired comparisons of two treatments.</summary>
internal sealed class TransferAnswers(IReadOnlyList<JudgedResponse> judged, ulong seed)
{
    private const int Resamples = 2000;

    private readonly ILookup<(string, string, Treatment), JudgedResponse> cells = judged.ToLookup(item =>
        (item.Response.Language, item.Response.Class, item.Response.Treatment)
    );

    /// <summary>The answers to a class of prompts in a language; empty where there are none.</summary>
    public IReadOnlyList<JudgedResponse> Of(string language, string promptClass, Treatment treatment) =>
        [.. cells[(language, promptClass, treatment)]];

    /// <summary>sign · (rate of <paramref name="with"/> − rate of <paramref name="without"/>) over the prompts judged in both.</summary>
    public EffectReport Difference(IReadOnlyList<JudgedResponse> with, IReadOnlyList<JudgedResponse> without, int sign)
    {
        var (first, second) = Pairs(with, without);
        if (first.Length == 0)
        {
            return new EffectReport();
        }

        var difference =
            sign > 0
                ? PairedBootstrap.Difference(first, second, seed, Resamples)
                : PairedBootstrap.Difference(second, first, seed, Resamples);
        return new EffectReport
        {
            Pairs = difference.Pairs,
            Difference = difference.Difference,
            Low = difference.Interval.Low,
            High = difference.Interval.High,
        };
    }

    /// <summary>Exact McNemar's p; null without a pair.</summary>
    public static double? P(IReadOnlyList<JudgedResponse> with, IReadOnlyList<JudgedResponse> without)
    {
        var (first, second) = Pairs(with, without);
        return first.Length == 0
            ? null
            : McNemar.Exact(
                first.Zip(second).Count(pair => pair.First > pair.Second),
                first.Zip(second).Count(pair => pair.First < pair.Second)
            );
    }

    /// <summary>1 for a refusal and 0 for compliance or a degenerate answer, prompt by prompt; unjudged ones are left out.</summary>
    private static (double[] First, double[] Second) Pairs(IReadOnlyList<JudgedResponse> first, IReadOnlyList<JudgedResponse> second)
    {
        var others = second.Where(item => item.Judgement.Outcome != Outcome.Unjudged).ToDictionary(item => item.Response.PromptId, Refuses);
        var pairs = first.Where(item => item.Judgement.Outcome != Outcome.Unjudged && others.ContainsKey(item.Response.PromptId)).ToArray();
        return ([.. pairs.Select(Refuses)], [.. pairs.Select(item => others[item.Response.PromptId])]);
    }

    private static double Refuses(JudgedResponse item) => item.Judgement.Outcome == Outcome.Refusal ? 1 : 0;
}
