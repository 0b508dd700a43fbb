using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>The source language's filtered prompts, its direction and the selection among its candidates (method.md 6).</summary>
internal sealed record SourceDirection
{
    /// <summary>What the selection came to.</summary>
    public required SelectionResult Selection { get; init; }

    /// <summary>Filtered means and directions; null where too few prompts were left.</summary>
    public DirectionSet? Directions { get; init; }

    /// <summary>How many prompts passed the filter, and how many there were.</summary>
    public FilterCounts? Filter { get; init; }

    /// <summary>Filters the prompts, takes the direction from those left, and selects.</summary>
    public static SourceDirection Find(Model model, string language, SourcePrompts prompts, LanguageReading? reading, SelectionSettings settings, Remember remember)
    {
        if (reading is null)
        {
            return new SourceDirection { Selection = new SelectionResult { Verdict = SelectionResult.NoSignal } };
        }

        if (reading.Onset.Count == 0)
        {
            return new SourceDirection { Selection = new SelectionResult { Verdict = SelectionResult.NoOnset } };
        }

        int positions = reading.Directions.Positions;
        bool[] Passing(Activations activations, int sign)
        {
            var passing = new bool[activations.Prompts];
            Extraction.FirstTokens(model, activations, (prompt, logits) => passing[prompt] = sign * RefusalScore.Of(logits, reading.OnsetIds) > 0);
            return passing;
        }

        Activations Validation(IReadOnlyList<int[]> set, string name) => Extraction.Run(model, set, positions, remember, $"{language}/{name}/val");
        var harmfulTrain = Keep(prompts.HarmfulTrain, Passing(reading.Harmful, 1));
        var harmlessTrain = Keep(prompts.HarmlessTrain, Passing(reading.Harmless, -1));
        var harmfulVal = Keep(prompts.HarmfulValidation, Passing(Validation(prompts.HarmfulValidation, "harmful"), 1));
        var harmlessVal = Keep(prompts.HarmlessValidation, Passing(Validation(prompts.HarmlessValidation, "harmless"), -1));
        var counts = new FilterCounts(harmfulTrain.Count, harmlessTrain.Count, harmfulVal.Count, harmlessVal.Count, prompts);
        if (counts.Fewest < settings.FewestPrompts)
        {
            return new SourceDirection { Selection = new SelectionResult { Verdict = SelectionResult.NoSignal }, Filter = counts };
        }

        double[] harmful = Mean(reading.Harmful, harmfulTrain, "harmful");
        double[] harmless = Mean(reading.Harmless, harmlessTrain, "harmless");
        var directions = new DirectionSet(model.Config.Layers, positions, model.Config.HiddenSize, harmful, harmless);
        var selection = new Selection(model, directions, reading.OnsetIds, settings, remember).Run(harmfulVal, harmlessVal);
        return new SourceDirection { Selection = selection, Directions = directions, Filter = counts };

        double[] Mean(Activations all, IReadOnlyList<int[]> kept, string name) =>
            kept.Count == all.Prompts ? all.Mean : Extraction.Run(model, kept, positions, remember, $"{language}/{name}/train filtered").Mean;
    }

    private static IReadOnlyList<int[]> Keep(IReadOnlyList<int[]> prompts, bool[] passing) => [.. prompts.Where((_, prompt) => passing[prompt])];
}

/// <summary>The source's prompts as token ids.</summary>
internal sealed record SourcePrompts(IReadOnlyList<int[]> HarmfulTrain, IReadOnlyList<int[]> HarmlessTrain, IReadOnlyList<int[]> HarmfulValidation, IReadOnlyList<int[]> HarmlessValidation);

/// <summary>Prompts that passed the filter: harmful ones with a refusal score above 0, harmless ones below.</summary>
internal sealed record FilterCounts(int HarmfulTrain, int HarmlessTrain, int HarmfulValidation, int HarmlessValidation, SourcePrompts Of)
{
    public int Fewest => Math.Min(Math.Min(HarmfulTrain, HarmlessTrain), Math.Min(HarmfulValidation, HarmlessValidation));
}
