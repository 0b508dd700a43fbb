using System.Globalization;

namespace Refrain.Inspections;

/// <summary>Layers that have the same hook points.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last; L is what enters the final norm.</param>
/// <param name="Sites">Where interventions act, in the order in which the block comes to them.</param>
/// <param name="Tapped">True where the residual stream entering the layer can be read.</param>
public sealed record InspectedHooks(int First, int Last, IReadOnlyList<string> Sites, bool Tapped)
{
    /// <summary>Groups neighbouring layers of a graph's node names.</summary>
    internal static IReadOnlyList<InspectedHooks> Of(IReadOnlyList<string> names, int layers)
    {
        var groups = new List<InspectedHooks>();
        for (int layer = 0; layer <= layers; layer++)
        {
            string number = layer.ToString(CultureInfo.InvariantCulture),
                path = $"/model/layers.{number}/hooks/";
            string[] sites = [.. names.Where(name => name.StartsWith(path, StringComparison.Ordinal)).Select(name => name[path.Length..])];
            bool tapped = names.Contains($"/model/taps/resid_pre.{number}");
            if (groups.Count > 0 && groups[^1].Tapped == tapped && groups[^1].Sites.SequenceEqual(sites))
            {
                groups[^1] = groups[^1] with { Last = layer };
            }
            else
            {
                groups.Add(new InspectedHooks(layer, layer, sites, tapped));
            }
        }

        return groups;
    }
}
