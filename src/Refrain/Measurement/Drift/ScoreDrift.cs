using Refrain.Ground.Statistics;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>Refusal scores of the same prompts in both runs.</summary>
internal static class ScoreDrift
{
    private static readonly ComparedCell[] Cells =
    [
        new(PromptClass.Harmful, Condition.Baseline),
        new(PromptClass.Harmless, Condition.Baseline),
        new(PromptClass.Harmful, Condition.Ablated),
        new(PromptClass.Harmless, Condition.Induced),
    ];

    /// <summary>One for each class and condition in which both runs have scores.</summary>
    public static IReadOnlyList<ComparedScore> Of(PairedAnswers answers, string language, ulong seed) =>
        [.. Cells.Select(cell => Of(answers, language, cell, seed)).OfType<ComparedScore>()];

    /// <summary>Scores count the onset tokens of one language and run: they can be compared where these are the same.</summary>
    public static bool SameTokens(AuditReport a, AuditReport b, string language)
    {
        static IEnumerable<int> Tokens(AuditReport report, string language) =>
            report.Languages[language].OnsetLanguage is { } from && report.Languages.TryGetValue(from, out var other)
                ? other.OnsetTokens.Select(token => token.Id).Order()
                : [];
        return Tokens(a, language).Any() && Tokens(a, language).SequenceEqual(Tokens(b, language));
    }

    private static ComparedScore? Of(PairedAnswers answers, string language, ComparedCell cell, ulong seed)
    {
        var (inA, inB) = answers.Of(language, cell);
        var pairs = inA
            .Answers.Zip(inB.Answers)
            .Where(pair => double.IsFinite((pair.First.Response.RefusalScore + pair.Second.Response.RefusalScore) ?? double.NaN))
            .ToArray();
        if (pairs.Length == 0)
        {
            return null;
        }

        double[] a = [.. pairs.Select(pair => pair.First.Response.RefusalScore!.Value)],
            b = [.. pairs.Select(pair => pair.Second.Response.RefusalScore!.Value)];
        var difference = PairedBootstrap.Difference(b, a, seed);
        return new ComparedScore
        {
            Class = cell.Class,
            Condition = cell.Condition,
            Pairs = pairs.Length,
            A = a.Average(),
            B = b.Average(),
            Change = difference.Difference,
            Low = difference.Interval.Low,
            High = difference.Interval.High,
        };
    }
}
