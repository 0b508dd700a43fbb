using Refrain.Ground.Statistics;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>Baseline refusal of each language against the source's, on parallel ids.</summary>
internal static class Paired
{
    /// <param name="outcomes">Of every judged response.</param>
    /// <param name="languages">The report's languages.</param>
    /// <param name="source">The source; without it among the languages there is nothing to compare with.</param>
    /// <param name="selected">The test prompts of a language and class.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static IReadOnlyDictionary<string, PairedReport> Of(
        Outcomes outcomes,
        IReadOnlyList<string> languages,
        string source,
        Func<string, PromptClass, SelectedPrompts> selected,
        ulong seed
    )
    {
        string[] others = languages.Contains(source) ? [.. languages.Where(language => language != source)] : [];
        var harmful = Compare(PromptClass.Harmful);
        var harmless = Compare(PromptClass.Harmless);
        return others
            .Index()
            .ToDictionary(pair => pair.Item, pair => new PairedReport { Harmful = harmful[pair.Index], Harmless = harmless[pair.Index] });

        PairedDifferenceReport[] Compare(PromptClass promptClass)
        {
            var compared = others
                .Select(language =>
                    Difference(
                        ParallelIds.Of(selected(language, promptClass), selected(source, promptClass)),
                        outcomes.Of(language, promptClass, Treatment.Baseline),
                        outcomes.Of(source, promptClass, Treatment.Baseline),
                        seed
                    )
                )
                .ToArray();
            double[] adjusted = Holm.Adjust([.. compared.Select(one => one.P).OfType<double>()]);
            int next = 0;
            return [.. compared.Select(one => one.P is null ? one : one with { P = adjusted[next++] })];
        }
    }

    private static PairedDifferenceReport Difference(IReadOnlyList<string> ids, OutcomeCell language, OutcomeCell source, ulong seed)
    {
        var pairs = language.With(source, ids);
        var difference = pairs.Difference(seed);
        return new PairedDifferenceReport
        {
            ParallelIds = ids.Count,
            Pairs = pairs.Count,
            Difference = difference?.Difference,
            Low = difference?.Interval.Low,
            High = difference?.Interval.High,
            P = pairs.P,
        };
    }
}
