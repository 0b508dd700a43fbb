using System.Globalization;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Measures one score of candidates on prompts: many candidates share a batch, each with its own intervention.</summary>
internal sealed class Sweep(Model model, Remember remember)
{
    /// <summary>Names the score, such as <c>zero/divergence</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The prompts.</summary>
    public required ValidationSet Set { get; init; }

    /// <summary>The first layer that a candidate changes.</summary>
    public required Func<Candidate, int> FirstLayer { get; init; }

    /// <summary>What a candidate does.</summary>
    public required Func<Candidate, Intervention> Intervention { get; init; }

    /// <summary>The score.</summary>
    public required PromptScore Score { get; init; }

    /// <summary>The score of every prompt of <paramref name="stretches"/>.</summary>
    public IEnumerable<(Candidate Candidate, double Score)> Measure(IReadOnlyList<Stretch> stretches)
    {
        foreach (var layer in stretches.GroupBy(stretch => FirstLayer(stretch.Candidate)).OrderBy(group => group.Key))
        {
            var rows = layer.SelectMany(stretch =>
                Enumerable.Range(stretch.From, stretch.To - stretch.From).Select(prompt => (stretch.Candidate, Prompt: prompt))
            );
            foreach (var batch in Batches.InOrder(rows, row => Set.Prompts[row.Prompt].Length, model.BatchTokens))
            {
                long cost = batch.Sum(row => (long)Set.Prompts[row.Prompt].Length) * (model.Config.Layers - layer.Key);
                double[] scores = remember.Scores($"{Name}/from {layer.Key}/{Key(batch)}", cost, batch.Length, () =>
                    Batch(batch, layer.Key)
                );
                foreach (var (row, score) in batch.Zip(scores))
                {
                    yield return (row.Candidate, score);
                }
            }
        }
    }

    private static string Key((Candidate Candidate, int Prompt)[] batch) =>
        string.Join(
            " ",
            batch
                .GroupBy(row => row.Candidate)
                .Select(rows =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{rows.Key.Layer},{rows.Key.Position}:{rows.First().Prompt}+{rows.Count()}"
                    )
                )
        );

    private double[] Batch((Candidate Candidate, int Prompt)[] batch, int firstLayer)
    {
        var interventions = batch.Select(row => row.Candidate).Distinct().ToDictionary(candidate => candidate, Intervention);
        Spans.Tag("candidates", interventions.Count);
        Spans.Tag("rows", batch.Length);
        using var result = model.Forward(
            new ForwardRequest
            {
                Rows = [.. batch.Select(row => Set.Prompts[row.Prompt])],
                FirstLayer = firstLayer,
                StreamsFollowTokens = true,
                Streams = firstLayer == 0 ? null : [.. batch.Select(row => Set.Entering(firstLayer, row.Prompt))],
                Interventions = [.. batch.Select(row => interventions[row.Candidate])],
            }
        );
        using var span = Spans.Start("score");
        var scores = new double[batch.Length];
        for (int row = 0; row < batch.Length; row++)
        {
            scores[row] = Score(batch[row].Prompt, result.LastLogits(row));
        }

        return scores;
    }
}

/// <summary>A score of a prompt's first-token logits [vocabulary].</summary>
internal delegate double PromptScore(int prompt, ReadOnlySpan<float> logits);
