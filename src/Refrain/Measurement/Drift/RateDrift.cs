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
        var pairs = answers.Of(language, cell);
        if (pairs.Count == 0)
        {
            return null;
        }

        var judged = pairs.Where(pair => pair.A.Outcome != Outcome.Unjudged && pair.B.Outcome != Outcome.Unjudged).ToArray();
        PairedChange Change(Outcome outcome) =>
            ChangeOf(PairedRefusal.Of([.. judged.Select(pair => (pair.A.Outcome == outcome, pair.B.Outcome == outcome))], seed));
        return new ComparedRate
        {
            Class = cell.Class,
            Condition = cell.Condition,
            A = LanguageReporting.RateOf([.. pairs.Select(pair => pair.A.Outcome)], pairs.Count(pair => !pair.A.Ended))!,
            B = LanguageReporting.RateOf([.. pairs.Select(pair => pair.B.Outcome)], pairs.Count(pair => !pair.B.Ended))!,
            ParallelIds = pairs.Count,
            OtherIds = answers.Others(language, cell),
            Refusal = Change(Outcome.Refusal),
            Degenerate = Change(Outcome.Degenerate),
        };
    }

    private static PairedChange ChangeOf(PairedRefusal measured) =>
        new()
        {
            Pairs = measured.Pairs,
            OnlyA = measured.OnlyA,
            OnlyB = measured.OnlyB,
            Change = Finite.OrNull(measured.Change),
            Low = Finite.OrNull(measured.Bootstrap.Low),
            High = Finite.OrNull(measured.Bootstrap.High),
            ScoreLow = Finite.OrNull(measured.Score.Low),
            ScoreHigh = Finite.OrNull(measured.Score.High),
            PUnadjusted = Finite.OrNull(measured.P),
        };

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
