using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Directions;

/// <summary>A source's prompts as token ids.</summary>
internal sealed record SourcePrompts(
    IReadOnlyList<int[]> HarmfulTrain,
    IReadOnlyList<int[]> HarmlessTrain,
    IReadOnlyList<int[]> HarmfulValidation,
    IReadOnlyList<int[]> HarmlessValidation
);

/// <summary>Prompts that passed the filter: harmful ones with a refusal score above 0, harmless ones below.</summary>
internal sealed record FilterCounts(int HarmfulTrain, int HarmlessTrain, int HarmfulValidation, int HarmlessValidation, SourcePrompts Of)
{
    public int Fewest => Math.Min(Math.Min(HarmfulTrain, HarmlessTrain), Math.Min(HarmfulValidation, HarmlessValidation));
}

/// <summary>
/// The source's prompts on which the model does what is expected, and the difference in means of those (docs/method.md 6).
/// </summary>
internal sealed record FilteredSource(
    FilterCounts Counts,
    DirectionSet Directions,
    TrainPrompts Train,
    ValidationSet HarmfulValidation,
    ValidationSet HarmlessValidation
)
{
    /// <summary>
    /// Scores the train prompts from what their reading kept, and the validation prompts from their own; averages those that pass.
    /// </summary>
    public static FilteredSource Read(Model model, string language, SourcePrompts prompts, LanguageReading reading, Remember remember)
    {
        int positions = reading.Directions.Positions;
        bool[] Passing(Activations activations, int sign)
        {
            var passing = new bool[activations.Prompts];
            Extraction.FirstTokens(model, activations, (prompt, logits) =>
                passing[prompt] = sign * RefusalScore.Of(logits, reading.OnsetIds) > 0
            );
            return passing;
        }

        T[] Those<T>(bool[] passing, IReadOnlyList<T> all) => [.. all.Where((_, prompt) => passing[prompt])];

        // The mean of those that pass is the known mean of all less the few that do not: only the fewer are read again.
        double[] Mean(Activations all, IReadOnlyList<int[]> set, bool[] passing, PromptClass promptClass)
        {
            int count = passing.Count(passes => passes),
                others = set.Count - count;
            if (others == 0)
            {
                return all.Mean;
            }

            bool direct = count <= others;
            double[] read = Extraction
                .Run(
                    model,
                    [.. set.Where((_, prompt) => passing[prompt] == direct)],
                    positions,
                    remember,
                    $"{language}/{promptClass.Word()}/train filtered"
                )
                .Mean;
            return direct ? read : [.. all.Mean.Zip(read, (mean, other) => ((mean * set.Count) - (other * others)) / count)];
        }

        bool[] harmful = Passing(reading.Harmful, 1),
            harmless = Passing(reading.Harmless, -1);
        var harmfulValidation = ValidationSet
            .Of(model, prompts.HarmfulValidation)
            .Passing(1, reading.OnsetIds, remember, $"{language}/{PromptClass.Harmful.Word()}/{Split.Validation.Word()}");
        var harmlessValidation = ValidationSet
            .Of(model, prompts.HarmlessValidation)
            .Passing(-1, reading.OnsetIds, remember, $"{language}/{PromptClass.Harmless.Word()}/{Split.Validation.Word()}");
        var directions = new DirectionSet(
            model.Config.Layers,
            positions,
            model.Config.HiddenSize,
            Mean(reading.Harmful, prompts.HarmfulTrain, harmful, PromptClass.Harmful),
            Mean(reading.Harmless, prompts.HarmlessTrain, harmless, PromptClass.Harmless)
        );
        var counts = new FilterCounts(
            harmful.Count(passes => passes),
            harmless.Count(passes => passes),
            harmfulValidation.Prompts.Count,
            harmlessValidation.Prompts.Count,
            prompts
        );
        var train = new TrainPrompts(
            Those(harmful, prompts.HarmfulTrain),
            Those(harmless, prompts.HarmlessTrain),
            Those(harmful, reading.Harmful.LastOf()),
            Those(harmless, reading.Harmless.LastOf())
        );
        return new FilteredSource(counts, directions, train, harmfulValidation, harmlessValidation);
    }
}
