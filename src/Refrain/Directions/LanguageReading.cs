using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Directions;

/// <summary>What the model says and holds on one language's train prompts, unfiltered: onset tokens, class means, scores.</summary>
internal sealed record LanguageReading
{
    /// <summary>Refusal-onset tokens; empty where refusals have none.</summary>
    public required IReadOnlyList<OnsetToken> Onset { get; init; }

    /// <summary>Harmful and harmless means and their differences, [layer, position, hidden].</summary>
    public required DirectionSet Directions { get; init; }

    /// <summary>What the first tokens of the harmful prompts depend on.</summary>
    public required Activations Harmful { get; init; }

    /// <summary>The same of the harmless prompts.</summary>
    public required Activations Harmless { get; init; }

    /// <summary>The onset tokens' ids.</summary>
    public IReadOnlyList<int> OnsetIds => [.. Onset.Select(token => token.Id)];

    /// <summary>Reads one language.</summary>
    /// <param name="model">The model.</param>
    /// <param name="language">Names the work.</param>
    /// <param name="harmful">Harmful train prompts as token ids, at least one.</param>
    /// <param name="harmless">Harmless ones.</param>
    /// <param name="positions">Post-instruction tokens P.</param>
    /// <param name="remember">Keeps finished batches.</param>
    /// <param name="keep">Single prompts that are kept for geometry; null: none.</param>
    public static LanguageReading Read(
        Model model,
        string language,
        IReadOnlyList<int[]> harmful,
        IReadOnlyList<int[]> harmless,
        int positions,
        Remember remember,
        KeptRows? keep = null
    )
    {
        var harmfulActivations = Extraction.Run(
            model,
            harmful,
            positions,
            remember,
            $"{language}/{PromptClass.Harmful.Word()}/{Split.Train.Word()}",
            keep
        );
        var harmlessActivations = Extraction.Run(
            model,
            harmless,
            positions,
            remember,
            $"{language}/{PromptClass.Harmless.Word()}/{Split.Train.Word()}",
            keep
        );
        var onset = remember.Item($"{language}/onset", 0, () =>
            new OnsetItem(OnsetTokens.Find(MeanDistribution(model, harmfulActivations), MeanDistribution(model, harmlessActivations)))
        );
        return new LanguageReading
        {
            Onset = onset.Tokens,
            Directions = new DirectionSet(
                model.Config.Layers,
                positions,
                model.Config.HiddenSize,
                harmfulActivations.Mean,
                harmlessActivations.Mean
            ),
            Harmful = harmfulActivations,
            Harmless = harmlessActivations,
        };
    }

    private static double[] MeanDistribution(Model model, Activations activations)
    {
        var mean = new double[model.Config.VocabularySize];
        Extraction.FirstTokens(model, activations, (_, logits) => Distribution.AddTo(mean, logits));
        System.Numerics.Tensors.TensorPrimitives.Divide(mean, activations.Prompts, mean);
        return mean;
    }
}
