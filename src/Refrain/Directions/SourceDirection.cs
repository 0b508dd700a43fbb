using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>A source language's filtered prompts, its direction and the selection among its candidates (docs/method.md 6).</summary>
internal sealed record SourceDirection
{
    /// <summary>What the selection came to.</summary>
    public required SelectionResult Selection { get; init; }

    /// <summary>Filtered means and directions; null where too few prompts were left.</summary>
    public DirectionSet? Directions { get; init; }

    /// <summary>How many prompts passed the filter, and how many there were.</summary>
    public FilterCounts? Filter { get; init; }

    /// <summary>The train prompts that passed the filter; null where the directions are.</summary>
    public TrainPrompts? Train { get; init; }

    /// <summary>The chosen position; the last one where nothing was chosen.</summary>
    public int Position => Selection.Chosen?.Position ?? -1;

    /// <summary>l*: the chosen layer, of affine ablation its first; null where nothing was chosen.</summary>
    public int? Layer => Selection.Chosen?.Layer;

    /// <summary>Filters the prompts, takes the direction from those left, and selects.</summary>
    public static SourceDirection Find(
        Model model,
        string language,
        SourcePrompts prompts,
        LanguageReading? reading,
        SelectionSettings settings,
        Remember remember
    )
    {
        if (reading is null)
        {
            return new SourceDirection { Selection = new SelectionResult { Verdict = SelectionVerdict.NoSignal } };
        }

        if (reading.Onset.Count == 0)
        {
            return new SourceDirection { Selection = new SelectionResult { Verdict = SelectionVerdict.NoOnset } };
        }

        var filtered = FilteredSource.Read(model, language, prompts, reading, remember);
        if (filtered.Counts.Fewest < settings.FewestPrompts)
        {
            return new SourceDirection
            {
                Selection = new SelectionResult { Verdict = SelectionVerdict.NoSignal },
                Filter = filtered.Counts,
            };
        }

        StoredItem Own(string stage, string key, long cost, Func<byte[]> compute) => remember(stage, $"{language}/{key}", cost, compute);
        var selection = new Selection(
            model,
            filtered.Directions,
            reading.OnsetIds,
            filtered.HarmfulValidation,
            filtered.HarmlessValidation,
            settings with
            {
                Answers = settings.Answers is { } answers ? answers with { Language = language } : null,
            },
            Own
        ).Run();
        return new SourceDirection
        {
            Selection = selection,
            Directions = filtered.Directions,
            Train = filtered.Train,
            Filter = filtered.Counts,
        };
    }
}
