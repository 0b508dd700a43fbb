namespace Refrain.Measurement;

/// <summary>One language's single prompts at one position, in every layer.</summary>
/// <param name="Harmful">[prompt] flat [layer, hidden].</param>
/// <param name="Harmless">The same of the other class.</param>
/// <param name="Layers">Layers.</param>
/// <param name="HarmfulIds">Ids of the harmful prompts, at least as many.</param>
/// <param name="HarmlessIds">Of the harmless ones.</param>
internal sealed record PromptActivations(float[][] Harmful, float[][] Harmless, int Layers, string[] HarmfulIds, string[] HarmlessIds)
{
    /// <summary>One layer, as float64.</summary>
    public ClassActivations At(int layer) => new(Points(Harmful, layer), Points(Harmless, layer));

    /// <summary>r of every layer, [layer][hidden].</summary>
    public double[][] Directions() => [.. Enumerable.Range(0, Layers).Select(layer => At(layer).Direction)];

    /// <summary>The places of the prompts that both languages have, harmful ones first: own, and the other's.</summary>
    public IEnumerable<(int Own, int Other)> PairsWith(PromptActivations other) =>
        [
            .. Pairs(HarmfulIds[..Harmful.Length], other.HarmfulIds[..other.Harmful.Length], 0, 0),
            .. Pairs(HarmlessIds[..Harmless.Length], other.HarmlessIds[..other.Harmless.Length], Harmful.Length, other.Harmful.Length),
        ];

    private static IEnumerable<(int Own, int Other)> Pairs(string[] own, string[] others, int first, int firstOther) =>
        own.Index()
            .Join(
                others.Index(),
                one => one.Item,
                other => other.Item,
                (one, other) => (first + one.Index, firstOther + other.Index),
                StringComparer.Ordinal
            );

    private double[][] Points(float[][] prompts, int layer) =>
        [
            .. prompts.Select(prompt =>
                Array.ConvertAll(prompt[(prompt.Length / Layers * layer)..(prompt.Length / Layers * (layer + 1))], value => (double)value)
            ),
        ];
}
