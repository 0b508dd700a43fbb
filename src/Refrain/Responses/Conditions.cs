using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Responses;

/// <summary>What each source's direction, and what stands in its place as a control, does to the model under each condition.</summary>
internal static class Conditions
{
    /// <summary>The interventions that can be measured; empty where no source has a direction, so that the baseline alone is.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="controls">Their controls; a source may have none.</param>
    /// <param name="convention">Where zero ablation acts.</param>
    /// <param name="stressed">What is to be ablated with a probability, each of a source; of one without a direction nothing is.</param>
    /// <param name="seed">The run's seed, for those.</param>
    public static IReadOnlyDictionary<Treatment, Intervention> Of(
        IReadOnlyDictionary<string, SourceDirection> sources,
        IReadOnlyDictionary<string, SourceControls?> controls,
        HookSites convention,
        IReadOnlyList<Treatment> stressed,
        ulong seed
    )
    {
        var interventions = new Dictionary<Treatment, Intervention>();
        foreach ((string language, var source) in sources)
        {
            if (source is not { Directions: { } directions, Selection.Chosen: { } chosen })
            {
                continue;
            }

            var lines = new SortedDictionary<Control, DirectionLine> { [Control.None] = DirectionLine.Of(directions, chosen.Position) };
            foreach ((var control, var line) in controls.GetValueOrDefault(language)?.Lines ?? new Dictionary<Control, DirectionLine>())
            {
                lines.Add(control, line);
            }

            foreach ((var control, var line) in lines)
            {
                interventions[new Treatment(Condition.Ablated, language, control)] =
                    chosen.Kind == AblationKind.Zero
                        ? Intervention.Ablate(line.At(chosen.Layer), line.Layers, convention)
                        : Intervention.Affine(line.Directions, line.Offsets, line.Layers, chosen.Layer);
                if (source.Selection.Addition is { } addition)
                {
                    interventions[new Treatment(Condition.Induced, language, control)] = Intervention.Add(
                        line.At(addition.Layer),
                        line.Layers,
                        addition.Layer
                    );
                }
            }
        }

        foreach (var treatment in stressed)
        {
            if (interventions.TryGetValue(new Treatment(Condition.Ablated, treatment.Source), out var ablation))
            {
                interventions[treatment] = ablation.Sometimes(treatment.Probability!.Value, seed);
            }
        }

        return interventions;
    }

    /// <summary>Where baseline prompts are projected: the chosen candidate's layer and position; null without a direction.</summary>
    public static Probe? ProbeOf(SourceDirection source)
    {
        if (source is not { Directions: { } directions, Selection.Chosen: { } chosen })
        {
            return null;
        }

        double[] direction = directions.At(chosen.Layer, chosen.Position).ToArray();
        double norm = Math.Sqrt(direction.Sum(value => value * value));
        return new Probe(chosen.Layer, chosen.Position, [.. direction.Select(value => value / norm)]);
    }
}
