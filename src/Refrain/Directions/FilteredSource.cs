using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>A source's prompts as token ids.</summary>
internal sealed record SourcePrompts(IReadOnlyList<int[]> HarmfulTrain, IReadOnlyList<int[]> HarmlessTrain, IReadOnlyList<int[]> HarmfulValidation, IReadOnlyList<int[]> HarmlessValidation);

/// <summary>Train prompts that passed the filter, from which a direction is made.</summary>
/// <param name="Harmful">As token ids.</param>
/// <param name="Harmless">The same.</param>
/// <param name="HarmfulLast">What enters the final norm at each harmful prompt's last token, [hidden].</param>
/// <param name="HarmlessLast">The same of the harmless ones.</param>
internal sealed record TrainPrompts(IReadOnlyList<int[]> Harmful, IReadOnlyList<int[]> Harmless, IReadOnlyList<float[]> HarmfulLast, IReadOnlyList<float[]> HarmlessLast);

/// <summary>Prompts that passed the filter: harmful ones with a refusal score above 0, harmless ones below.</summary>
internal sealed record FilterCounts(int HarmfulTrain, int HarmlessTrain, int HarmfulValidation, int HarmlessValidation, SourcePrompts Of)
{
    public int Fewest => Math.Min(Math.Min(HarmfulTrain, HarmlessTrain), Math.Min(HarmfulValidation, HarmlessValidation));
}

/// <summary>The source's prompts on which the model does what is expected, and the difference in means of those (method.md 6).</summary>
internal sealed record FilteredSource(FilterCounts Counts, DirectionSet Directions, TrainPrompts Train, IReadOnlyList<int[]> HarmfulValidation, IReadOnlyList<int[]> HarmlessValidation)
{
    /// <summary>Scores every prompt from what its reading kept, and averages those that pass.</summary>
    public static FilteredSource Read(Model model, string language, SourcePrompts prompts, LanguageReading reading, Remember remember)
    {
        int positions = reading.Directions.Positions;
        Activations Validation(IReadOnlyList<int[]> set, string name) => Extraction.Run(model, set, positions, remember, $"{language}/{name}/val");
        (IReadOnlyList<int[]> Prompts, IReadOnlyList<float[]> Last) Passing(IReadOnlyList<int[]> set, Activations activations, int sign)
        {
            var passing = new bool[activations.Prompts];
            Extraction.FirstTokens(model, activations, (prompt, logits) => passing[prompt] = sign * RefusalScore.Of(logits, reading.OnsetIds) > 0);
            return ([.. set.Where((_, prompt) => passing[prompt])], [.. activations.LastOf().Where((_, prompt) => passing[prompt])]);
        }

        double[] Mean(Activations all, IReadOnlyList<int[]> kept, string name) =>
            kept.Count == all.Prompts ? all.Mean : Extraction.Run(model, kept, positions, remember, $"{language}/{name}/train filtered").Mean;

        (var harmful, var harmfulLast) = Passing(prompts.HarmfulTrain, reading.Harmful, 1);
        (var harmless, var harmlessLast) = Passing(prompts.HarmlessTrain, reading.Harmless, -1);
        var harmfulValidation = Passing(prompts.HarmfulValidation, Validation(prompts.HarmfulValidation, "harmful"), 1).Prompts;
        var harmlessValidation = Passing(prompts.HarmlessValidation, Validation(prompts.HarmlessValidation, "harmless"), -1).Prompts;
        var directions = new DirectionSet(model.Config.Layers, positions, model.Config.HiddenSize, Mean(reading.Harmful, harmful, "harmful"), Mean(reading.Harmless, harmless, "harmless"));
        return new FilteredSource(new FilterCounts(harmful.Count, harmless.Count, harmfulValidation.Count, harmlessValidation.Count, prompts), directions, new TrainPrompts(harmful, harmless, harmfulLast, harmlessLast), harmfulValidation, harmlessValidation);
    }
}
