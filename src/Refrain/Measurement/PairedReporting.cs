using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>Baseline refusal of each language against the source's, on parallel ids.</summary>
internal static class PairedReporting
{
    /// <param name="judged">Every judged response.</param>
    /// <param name="languages">The report's languages.</param>
    /// <param name="source">The source; without it among the languages there is nothing to compare with.</param>
    /// <param name="selected">The test prompts of a language and class.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static IReadOnlyDictionary<string, PairedReport> Of(
        IReadOnlyList<JudgedResponse> judged,
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
            var outcomes = judged
                .Where(item =>
                    item.Response.Class == promptClass.Word()
                    && item.Response.Condition == Condition.Baseline
                    && item.Judgement.Outcome != Outcome.Unjudged
                )
                .ToDictionary(
                    item => (item.Response.Language, item.Response.PromptId),
                    item => item.Judgement.Outcome == Outcome.Refusal ? 1.0 : 0.0
                );
            var compared = others
                .Select(language =>
                    Pairs(ParallelIds.Of(selected(language, promptClass), selected(source, promptClass)), outcomes, language, source, seed)
                )
                .ToArray();
            double[] adjusted = Holm.Adjust([.. compared.Select(one => one.P).OfType<double>()]);
            int next = 0;
            return [.. compared.Select(one => one.P is null ? one : one with { P = adjusted[next++] })];
        }
    }

    private static PairedDifferenceReport Pairs(
        IReadOnlyList<string> ids,
        Dictionary<(string, string), double> outcomes,
        string language,
        string source,
        ulong seed
    )
    {
        string[] pairs = [.. ids.Where(id => outcomes.ContainsKey((language, id)) && outcomes.ContainsKey((source, id)))];
        if (pairs.Length == 0)
        {
            return new PairedDifferenceReport { ParallelIds = ids.Count };
        }

        double[] own = [.. pairs.Select(id => outcomes[(language, id)])],
            sources = [.. pairs.Select(id => outcomes[(source, id)])];
        var difference = PairedBootstrap.Difference(own, sources, seed);
        return new PairedDifferenceReport
        {
            ParallelIds = ids.Count,
            Pairs = pairs.Length,
            Difference = difference.Difference,
            Low = difference.Interval.Low,
            High = difference.Interval.High,
            P = McNemar.Exact(
                own.Zip(sources).Count(pair => pair.First > pair.Second),
                own.Zip(sources).Count(pair => pair.First < pair.Second)
            ),
        };
    }
}
