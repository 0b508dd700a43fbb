namespace Refrain.Tests.Architecture;

/// <summary>Circles in a graph: its strongly connected components of more than one node.</summary>
internal static class Circles
{
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyDictionary<string, IReadOnlySet<string>> uses)
    {
        var reached = uses.Keys.ToDictionary(node => node, node => Reached(uses, node));
        var circles = new List<IReadOnlyList<string>>();
        var seen = new HashSet<string>();
        foreach (string node in uses.Keys.Order(StringComparer.Ordinal).Where(node => reached[node].Contains(node)))
        {
            if (!seen.Contains(node))
            {
                string[] circle = [.. reached[node].Where(other => reached[other].Contains(node)).Order(StringComparer.Ordinal)];
                circles.Add(circle);
                seen.UnionWith(circle);
            }
        }

        return circles;
    }

    /// <summary>What can be reached from a node by one use or more.</summary>
    private static HashSet<string> Reached(IReadOnlyDictionary<string, IReadOnlySet<string>> uses, string from)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out string? node))
        {
            foreach (string next in uses[node].Where(uses.ContainsKey).Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return reached;
    }
}
