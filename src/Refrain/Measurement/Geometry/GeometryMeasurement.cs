using Refrain.Directions;
using Refrain.Ground.Statistics;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Measurement;

/// <summary>
/// The geometry of train prompts, unfiltered, at one position, per language and layer (docs/method.md 8). Two languages' activations are in
/// memory at once.
/// </summary>
/// <param name="readings">What was read; each with kept prompts.</param>
/// <param name="source">The language that the others are compared with.</param>
/// <param name="position">From the end.</param>
/// <param name="ids">The ids of a language's train prompts of one class, in the order in which they were read.</param>
/// <param name="seed">Of the permutations.</param>
/// <param name="remember">Keeps finished languages.</param>
internal sealed class GeometryMeasurement(
    IReadOnlyDictionary<string, LanguageReading> readings,
    string source,
    int position,
    Func<string, PromptClass, IReadOnlyList<string>> ids,
    ulong seed,
    Remember remember
)
{
    private const int FewestPrompts = 2;

    private readonly Dictionary<string, double[][]> directions = []; // language → [layer][hidden]
    private PromptActivations? sources;

    /// <summary>Languages with two prompts of each class at least: fewer have no variance.</summary>
    public IReadOnlyList<string> Languages { get; } =
    [
        .. readings
            .Where(pair => pair.Value.Harmful.Prompts >= FewestPrompts && pair.Value.Harmless.Prompts >= FewestPrompts)
            .Select(pair => pair.Key),
    ];

    /// <summary>Measures every language; none where the source has too few prompts.</summary>
    /// <param name="layer">The layer whose prompts are laid out in two dimensions.</param>
    public Geometry Run(int layer)
    {
        IReadOnlyList<string> measured = Languages.Contains(source) ? Languages : [];
        var components = new Lazy<PrincipalComponents>(() => PrincipalComponents.Fit(Source.At(layer).All));
        long cost = Cost(readings.Values.Select(reading => reading.Directions.Layers).FirstOrDefault());
        return new Geometry
        {
            Source = source,
            Position = position,
            Layer = layer,
            Languages = measured.ToDictionary(
                language => language,
                language => remember.Item($"{language}/{position}", cost, () => GeometryItem.Of(Of(language))).ToGeometry()
            ),
            Planes = measured.ToDictionary(
                language => language,
                language =>
                    remember
                        .Item($"{language}/{position}/plane of layer {layer}", 0, () =>
                            PlanesItem.Of(Planes(Read(language).At(layer), components.Value))
                        )
                        .ToPlanes()
            ),
        };
    }

    /// <summary>Tokens times layers that take about as long.</summary>
    public static long Cost(int layers) => 2L * KeptRows.Most * layers;

    private LanguageGeometry Of(string language)
    {
        // Class means come before everything else: each language is compared with all.
        foreach (string other in Languages.Where(other => !directions.ContainsKey(other)))
        {
            directions[other] = Read(other).Directions();
        }

        var (own, from) = (language == source ? Source : Read(language), Source);
        var permutations = new LabelPermutations(own.Harmful.Length, own.Harmless.Length, seed, language);
        (int Own, int From)[] pairs = language == source ? [] : [.. own.PairsWith(from)];
        var layers = new LayerGeometry[own.Layers - 1];
        Parallel.For(1, own.Layers, layer =>
            layers[layer - 1] = Layer(language, layer, own.At(layer), from.At(layer), permutations, pairs)
        );
        return new(own.Harmful.Length, own.Harmless.Length, layers);
    }

    private LayerGeometry Layer(
        string language,
        int layer,
        ClassActivations own,
        ClassActivations from,
        LabelPermutations permutations,
        (int Own, int From)[] pairs
    )
    {
        string[] others = [.. Languages.Where(other => other != language)];
        double[][] theirs = [.. others.Select(other => directions[other][layer])];
        double[] p = permutations.PValues(own.All, theirs);
        double[][] mine = [.. pairs.Select(pair => own.All[pair.Own])],
            translated = [.. pairs.Select(pair => from.All[pair.From])];
        return new LayerGeometry
        {
            Layer = layer,
            Cosines = others
                .Index()
                .ToDictionary(
                    other => other.Item,
                    other => new TestedCosine(Cosine.Of(own.Direction, theirs[other.Index]), p[other.Index])
                ),
            Classes = ClassSeparation.Of(own, from.Direction),
            Parallelism = pairs.Length == 0 ? null : Parallelism.Of(translated, mine, from.Direction, own.Direction),
            Retrieval = pairs.Length == 0 ? null : Retrieval.Of(translated, mine),
        };
    }

    private static LanguagePlanes Planes(ClassActivations own, PrincipalComponents components) =>
        new(PromptPlane.Of(components, own), PromptPlane.Of(PrincipalComponents.Fit(own.All), own));

    private PromptActivations Source => sources ??= Read(source);

    private PromptActivations Read(string language)
    {
        var reading = readings[language];
        return new(
            reading.Harmful.Streams(position),
            reading.Harmless.Streams(position),
            reading.Directions.Layers,
            [.. ids(language, PromptClass.Harmful)],
            [.. ids(language, PromptClass.Harmless)]
        );
    }
}
