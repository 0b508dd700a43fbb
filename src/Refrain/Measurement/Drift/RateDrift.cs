using Refrain.Ground.Statistics;
using Refrain.Judging;

namespace Refrain.Measurement;

/// <summary>How often both runs refuse the same prompts, and what changed.</summary>
internal static class RateDrift
{
    /// <summary>
    /// Language → its rates, by class and condition; p-values are corrected over the languages of each class and condition.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ComparedRate>> Of(
        PairedAnswers answers,
        IReadOnlyList<string> languages,
        ulong seed
    )
    {
        var rates = languages.ToDictionary(language => language, _ => new List<ComparedRate>());
        foreach (var cell in ComparedCell.All)
        {
            var measured = languages
                .Select(language => (Language: language, Rate: Of(answers, language, cell, seed)))
                .Where(pair => pair.Rate is not null)
                .ToArray();
            var refusals = Adjusted([.. measured.Select(pair => pair.Rate!.Refusal)]);
            var degenerate = Adjusted([.. measured.Select(pair => pair.Rate!.Degenerate)]);
            foreach (var (index, (language, rate)) in measured.Index())
            {
                rates[language].Add(rate! with { Refusal = refusals[index], Degenerate = degenerate[index] });
            }
        }

        return rates.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<ComparedRate>)pair.Value);
    }

    private static ComparedRate? Of(PairedAnswers answers, string language, ComparedCell cell, ulong seed)
    {
        var (a, b) = answers.Of(language, cell);
        return a.Rate is not { } rateA || b.Rate is not { } rateB
            ? null
            : new ComparedRate
            {
                Class = cell.Class,
                Condition = cell.Condition,
                A = rateA,
                B = rateB,
                ParallelIds = rateA.N,
                OtherIds = answers.Others(language, cell),
                Refusal = ChangeOf(a.With(b, Outcome.Refusal), seed),
                Degenerate = ChangeOf(a.With(b, Outcome.Degenerate), seed),
            };
    }

    /// <summary>How often something happens in the second of two runs less how often in the first.</summary>
    internal static PairedChange ChangeOf(OutcomePairs pairs, ulong seed)
    {
        var change = pairs.Reversed.Difference(seed);
        var score = pairs.Reversed.Score;
        return new PairedChange
        {
            Pairs = pairs.Count,
            OnlyA = pairs.OnlyFirst,
            OnlyB = pairs.OnlySecond,
            Change = change?.Difference,
            Low = change?.Interval.Low,
            High = change?.Interval.High,
            ScoreLow = Finite.OrNull(score.Low),
            ScoreHigh = Finite.OrNull(score.High),
            PUnadjusted = pairs.P,
        };
    }

    private static PairedChange[] Adjusted(PairedChange[] changes)
    {
        int[] tested = [.. changes.Index().Where(change => change.Item.PUnadjusted is not null).Select(change => change.Index)];
        foreach ((int place, double p) in tested.Zip(Holm.Adjust([.. tested.Select(place => changes[place].PUnadjusted!.Value)])))
        {
            changes[place] = changes[place] with { P = p };
        }

        return changes;
    }
}
