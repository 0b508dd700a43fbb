namespace Refrain.Cli;

/// <summary>The name that was probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest name, if at most a third of its letters differ or it begins with what was typed; else null.</summary>
    public static string? For(string typed, IEnumerable<string> names)
    {
        string letters = typed.TrimStart('-');
        return names
            .Select(name => (Name: name, Distance: Distance(letters, name.TrimStart('-'))))
            .Where(near => near.Distance <= Math.Max(1, letters.Length / 3) || IsBeginning(letters, near.Name))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .FirstOrDefault()
            .Name;
    }

    private static bool IsBeginning(string letters, string name) =>
        letters.Length >= 2 && name.TrimStart('-').StartsWith(letters, StringComparison.OrdinalIgnoreCase);

    /// <summary>Edits (insert, delete, replace, swap of neighbours) from one word to the other; only of short words.</summary>
    private static int Distance(string from, string to)
    {
        if (from.Length > 40)
        {
            return int.MaxValue;
        }

        var edits = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                edits[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Step(i, j);
            }
        }

        return edits[from.Length, to.Length];

        int Step(int i, int j)
        {
            bool same = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
            int best = Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (same ? 0 : 1));
            bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            return swapped ? Math.Min(best, edits[i - 2, j - 2] + 1) : best;
        }
    }
}
