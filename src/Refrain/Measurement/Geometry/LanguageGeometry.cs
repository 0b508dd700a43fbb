using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>One language's geometry at every layer from 1.</summary>
/// <param name="Harmful">Harmful prompts that were used.</param>
/// <param name="Harmless">Harmless ones.</param>
/// <param name="Layers">One a layer.</param>
internal sealed record LanguageGeometry(int Harmful, int Harmless, IReadOnlyList<LayerGeometry> Layers);

/// <summary>One language at one layer; NaN where there is no number.</summary>
internal sealed record LayerGeometry
{
    /// <summary>The layer.</summary>
    public required int Layer { get; init; }

    /// <summary>Language code → cosine of the two directions, and its p-value with this language's labels permuted.</summary>
    public required IReadOnlyDictionary<string, TestedCosine> Cosines { get; init; }

    /// <summary>Of the two classes, along the source's direction.</summary>
    public required ClassSeparation Classes { get; init; }

    /// <summary>Null for the source, and without parallel prompts.</summary>
    public Parallelism? Parallelism { get; init; }

    /// <summary>Null for the source, and without parallel prompts.</summary>
    public Retrieval? Retrieval { get; init; }
}

/// <summary>A cosine and its p-value.</summary>
internal sealed record TestedCosine(double Value, double P);

/// <summary>One language's prompts in two dimensions: on the source's principal components, and on its own.</summary>
internal sealed record LanguagePlanes(PromptPlane OnSource, PromptPlane Own);

/// <summary>Prompts in two dimensions.</summary>
/// <param name="ExplainedVarianceRatio">Share of the variance of the points that the components were fitted to.</param>
/// <param name="Harmful">[prompt][component].</param>
/// <param name="Harmless">[prompt][component].</param>
internal sealed record PromptPlane(IReadOnlyList<double> ExplainedVarianceRatio, double[][] Harmful, double[][] Harmless)
{
    /// <summary>A language's prompts on fitted components.</summary>
    public static PromptPlane Of(PrincipalComponents fitted, ClassActivations language) =>
        new(fitted.ExplainedVarianceRatio, fitted.Project(language.Harmful), fitted.Project(language.Harmless));
}
