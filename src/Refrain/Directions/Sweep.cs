using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Measures one score of many candidates: several candidates share a batch, each with its own intervention.</summary>
internal sealed class Sweep(Model model, Remember remember)
{
    /// <summary>The mean of <paramref name="score"/> over the prompts, per candidate.</summary>
    /// <param name="name">Names the score and what it is measured on, such as <c>zero/divergence</c>.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="set">The prompts.</param>
    /// <param name="firstLayer">The first layer that a candidate changes.</param>
    /// <param name="intervention">What a candidate does.</param>
    /// <param name="score">Of a prompt's index and its first-token logits.</param>
    public IReadOnlyDictionary<Candidate, double> Measure(
        string name,
        IReadOnlyList<Candidate> candidates,
        ValidationSet set,
        Func<Candidate, int> firstLayer,
        Func<Candidate, Intervention> intervention,
        Func<int, ReadOnlySpan<float>, double> score)
    {
        var scores = new Dictionary<Candidate, double>();
        int together = Math.Max(1, Batches.TokensOf(model.Config) / set.Tokens);
        foreach (var layer in candidates.GroupBy(firstLayer).OrderBy(group => group.Key))
        {
            foreach (Candidate[] batch in layer.Chunk(together))
            {
                string key = $"{name}/from {layer.Key}/" + string.Join(" ", batch.Select(candidate => $"{candidate.Layer},{candidate.Position}"));
                long cost = (long)set.Tokens * batch.Length * (model.Config.Layers - layer.Key);
                double[] means = remember.Doubles("selection", key, cost, () => Batch(batch, set, layer.Key, intervention, score));
                for (int i = 0; i < batch.Length; i++)
                {
                    scores.Add(batch[i], means[i]);
                }
            }
        }

        return scores;
    }

    private double[] Batch(Candidate[] batch, ValidationSet set, int firstLayer, Func<Candidate, Intervention> intervention, Func<int, ReadOnlySpan<float>, double> score)
    {
        int count = set.Prompts.Count;
        using var result = model.Forward(new ForwardRequest
        {
            Rows = [.. batch.SelectMany(_ => set.Prompts)],
            FirstLayer = firstLayer,
            StreamsFollowTokens = true,
            Streams = [.. batch.SelectMany(_ => set.Entering(firstLayer))],
            Interventions = [.. batch.SelectMany(candidate => Enumerable.Repeat(intervention(candidate), count))],
        });
        var means = new double[batch.Length];
        for (int row = 0; row < batch.Length * count; row++)
        {
            means[row / count] += score(row % count, result.LastLogits(row)) / count;
        }

        return means;
    }
}
