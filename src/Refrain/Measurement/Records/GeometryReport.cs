using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>
/// How harmful and harmless prompts lie in the residual stream, language by language and layer by layer (docs/method.md 8): the untouched
/// model
/// on unfiltered train prompts.
/// </summary>
public sealed record GeometryReport
{
    /// <summary>Post-instruction position of every activation.</summary>
    public int Position { get; init; }

    /// <summary>The language whose direction is projected on, and with which each other one is compared.</summary>
    public required string Source { get; init; }

    /// <summary>Train prompts of each class that were used at most: the first ones; a language may have fewer.</summary>
    public int PromptsPerClass { get; init; }

    /// <summary>Permutations of labels behind each p-value.</summary>
    public int Permutations { get; init; }

    /// <summary>l*, or the middle layer where none was chosen: the layer of <see cref="Components"/>.</summary>
    public int Layer { get; init; }

    /// <summary>One entry a layer, from 1.</summary>
    public required IReadOnlyList<GeometryLayer> Layers { get; init; }

    /// <summary>The prompts in two dimensions; null where the source has too few.</summary>
    public ComponentsReport? Components { get; init; }
}

/// <summary>Geometry at one layer.</summary>
public sealed record GeometryLayer
{
    /// <summary>The layer: what enters this block.</summary>
    public int Layer { get; init; }

    /// <summary>Language code → what was measured; a language without two prompts of each class is absent.</summary>
    public required IReadOnlyDictionary<string, LanguageGeometryReport> Languages { get; init; }

    /// <summary>Over languages: separation with the mean baseline refusal score of harmful test prompts (the mechanism test).</summary>
    public CorrelationReport? SeparationWithRefusalScore { get; init; }

    /// <summary>Over languages: separation with the baseline refusal rate of harmful test prompts.</summary>
    public CorrelationReport? SeparationWithRefusalRate { get; init; }

    /// <summary>
    /// Over the languages that are not the source: mean retrieval accuracy with the fall of the refusal rate under ablation.
    /// </summary>
    public CorrelationReport? RetrievalWithRateFall { get; init; }

    /// <summary>
    /// Over the languages that are not the source: mean retrieval accuracy with the fall of the mean refusal score under ablation.
    /// </summary>
    public CorrelationReport? RetrievalWithScoreFall { get; init; }
}

/// <summary>One language at one layer; null where it cannot be computed.</summary>
public sealed record LanguageGeometryReport
{
    /// <summary>Harmful train prompts that were used.</summary>
    public int Harmful { get; init; }

    /// <summary>Harmless ones.</summary>
    public int Harmless { get; init; }

    /// <summary>Cosine of this language's direction with the source's.</summary>
    public double? Cosine { get; init; }

    /// <summary>
    /// (1 + #{cosine* ≥ cosine}) / (1 + permutations), labels permuted within this language; not corrected for the number of layers or
    /// languages. Null for the source.
    /// </summary>
    public double? CosineP { get; init; }

    /// <summary>Mean silhouette of the two classes, cosine distance.</summary>
    public double? Silhouette { get; init; }

    /// <summary>AUROC of projections on the source's direction, harmful against harmless.</summary>
    public double? Auroc { get; init; }

    /// <summary>(mean harmful − mean harmless) / √(half the sum of their variances) of the same projections.</summary>
    public double? Separation { get; init; }

    /// <summary>Prompts that this language and the source both have: the number behind the next four.</summary>
    public int ParallelPrompts { get; init; }

    /// <summary>Mean cosine of a prompt's shift from the source to this language with the mean shift. Null for the source.</summary>
    public double? Parallelism { get; init; }

    /// <summary>Cosine of both directions after the mean shift is projected out. Null for the source.</summary>
    public double? CosineWithoutShift { get; init; }

    /// <summary>
    /// Share of this language's prompts whose nearest neighbour among the source's is their translation. Null for the source.
    /// </summary>
    public double? RetrievalToSource { get; init; }

    /// <summary>The same from the source's prompts to this language's.</summary>
    public double? RetrievalFromSource { get; init; }
}

/// <summary>How two measurements rise together over languages; p-values are two-sided and not corrected for the number of layers.</summary>
public sealed record CorrelationReport
{
    /// <summary>Spearman's ρ; null where one list is constant.</summary>
    public double? Spearman { get; init; }

    /// <summary>Its p-value by the t distribution, an approximation for few languages.</summary>
    public double? SpearmanP { get; init; }

    /// <summary>Pearson's r.</summary>
    public double? Pearson { get; init; }

    /// <summary>Its p-value.</summary>
    public double? PearsonP { get; init; }

    /// <summary>Languages.</summary>
    public int Languages { get; init; }
}

/// <summary>Prompts in the two directions along which the source's vary most (principal components of one layer).</summary>
public sealed record ComponentsReport
{
    /// <summary>The layer.</summary>
    public int Layer { get; init; }

    /// <summary>The first two components' shares of the source's variance.</summary>
    public required IReadOnlyList<double> ExplainedVarianceRatio { get; init; }

    /// <summary>Language code → its prompts.</summary>
    public required IReadOnlyDictionary<string, LanguageComponents> Languages { get; init; }
}

/// <summary>One language's prompts in two dimensions; points are [prompt][component].</summary>
public sealed record LanguageComponents
{
    /// <summary>Harmful prompts on the source's components.</summary>
    public required IReadOnlyList<double[]> Harmful { get; init; }

    /// <summary>Harmless prompts on the source's components.</summary>
    public required IReadOnlyList<double[]> Harmless { get; init; }

    /// <summary>The mean of the harmful points on the source's components; null without any that is two numbers.</summary>
    [JsonIgnore]
    public IReadOnlyList<double>? HarmfulMean => Mean(Harmful);

    /// <summary>The same of harmless points.</summary>
    [JsonIgnore]
    public IReadOnlyList<double>? HarmlessMean => Mean(Harmless);

    /// <summary>The shares of this language's variance that its own two components explain.</summary>
    public required IReadOnlyList<double> OwnExplainedVarianceRatio { get; init; }

    /// <summary>Harmful prompts on this language's own components.</summary>
    public required IReadOnlyList<double[]> OwnHarmful { get; init; }

    /// <summary>Harmless prompts on this language's own components.</summary>
    public required IReadOnlyList<double[]> OwnHarmless { get; init; }

    private static IReadOnlyList<double>? Mean(IReadOnlyList<double[]> points)
    {
        double[][] known = [.. points.Where(point => point.Length >= 2 && double.IsFinite(point[0]) && double.IsFinite(point[1]))];
        return known.Length == 0 ? null : [known.Average(point => point[0]), known.Average(point => point[1])];
    }
}
