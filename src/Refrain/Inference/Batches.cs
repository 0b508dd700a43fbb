namespace Refrain.Inference;

/// <summary>Splits work into packed batches, always from the whole list, so that a resumed run makes the same batches.</summary>
internal static class Batches
{
    /// <summary>Tokens of a batch that only reads: enough rows for the matrix products to reach full speed.</summary>
    public const int Tokens = 2048;

    /// <summary>
    /// Tokens of a batch of this model that only reads: <see cref="Tokens"/>, or fewer where they would take more memory than
    /// <see cref="BatchMemory.Budget"/>. By the model alone, so that a resumed run makes the same batches on any machine.
    /// </summary>
    public static int TokensOf(Checkpoints.ModelConfig config) =>
        (int)Math.Clamp(BatchMemory.Budget / (BatchMemory.Activations(config) + BatchMemory.Streams(config)), 64, Tokens);

    /// <summary>
    /// Indexes of the items in batches of at most <paramref name="budget"/>, shortest items first, so that little of the attention's padded
    /// view is padding.
    /// </summary>
    /// <param name="costs">Cost per item, such as its tokens.</param>
    /// <param name="budget">Most that a batch may cost; an item that costs more has a batch of its own.</param>
    /// <param name="most">Most items in a batch.</param>
    public static IReadOnlyList<int[]> Plan(IReadOnlyList<int> costs, long budget, int most = int.MaxValue) =>
        [.. InOrder(Enumerable.Range(0, costs.Count).OrderBy(item => costs[item]), item => costs[item], budget, most)];

    /// <summary>Items in their order, in batches of at most <paramref name="budget"/>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="costOf">What one costs, such as its tokens.</param>
    /// <param name="budget">Most that a batch may cost; an item that costs more has a batch of its own.</param>
    /// <param name="most">Most items in a batch.</param>
    public static IEnumerable<T[]> InOrder<T>(IEnumerable<T> items, Func<T, int> costOf, long budget, int most = int.MaxValue)
    {
        var open = new List<T>();
        long cost = 0;
        foreach (var item in items)
        {
            int own = costOf(item);
            if (open.Count > 0 && (cost + own > budget || open.Count == most))
            {
                yield return [.. open];
                open.Clear();
                cost = 0;
            }

            open.Add(item);
            cost += own;
        }

        if (open.Count > 0)
        {
            yield return [.. open];
        }
    }
}
