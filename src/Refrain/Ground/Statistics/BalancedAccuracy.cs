namespace Refrain.Ground.Statistics;

/// <summary>Accuracy that a rare class weighs in as much as a common one.</summary>
internal static class BalancedAccuracy
{
    /// <summary>
    /// The mean, over the labels that occur in <paramref name="truth"/>, of the share predicted right. NaN without items.
    /// </summary>
    /// <exception cref="ArgumentException">The lists are not of one length.</exception>
    public static double Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"holds {predicted.Length} labels, the truth {truth.Length}", nameof(predicted));
        }

        var recalls = new SortedDictionary<int, (long Right, long Total)>();
        for (int i = 0; i < truth.Length; i++)
        {
            var (right, total) = recalls.GetValueOrDefault(truth[i]);
            recalls[truth[i]] = (right + (truth[i] == predicted[i] ? 1 : 0), total + 1);
        }

        return recalls.Count == 0 ? double.NaN : recalls.Values.Average(recall => recall.Right / (double)recall.Total);
    }
}
