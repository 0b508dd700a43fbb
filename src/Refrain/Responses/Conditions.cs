using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Responses;

/// <summary>What the source's direction does to the model under each condition.</summary>
internal static class Conditions
{
    /// <summary>The interventions that can be measured; empty where the source has no direction, so that the baseline alone is.</summary>
    public static IReadOnlyDictionary<Condition, Intervention> Of(SourceDirection source, int layers, HookSites convention)
    {
        var interventions = new Dictionary<Condition, Intervention>();
        if (source is not { Directions: { } directions, Selection.Chosen: { } chosen })
        {
            return interventions;
        }

        interventions[Condition.Ablated] = chosen.Kind == AblationKind.Zero
            ? Intervention.Ablate(directions.At(chosen.Layer, chosen.Position), layers, convention)
            : Intervention.Affine(directions.Across(chosen.Position), directions.OffsetsAcross(chosen.Position), layers, chosen.Layer);
        if (source.Selection.Addition is { } addition)
        {
            interventions[Condition.Induced] = Intervention.Add(directions.At(addition.Layer, addition.Position), layers, addition.Layer);
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
