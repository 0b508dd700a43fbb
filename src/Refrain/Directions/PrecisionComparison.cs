using System.Numerics.Tensors;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>What the same prompts give in two arithmetics: how far the fast one may be trusted on them.</summary>
internal sealed record PrecisionComparison
{
    /// <summary>KL(exact ‖ fast) of the next-token distribution, per prompt, nats.</summary>
    public required double[] Divergences { get; init; }

    /// <summary>Per prompt |refusal score, exact − fast|; empty where refusals of the sample have no onset tokens.</summary>
    public required double[] ScoreDifferences { get; init; }

    /// <summary>Prompts whose likeliest next token is the same.</summary>
    public required int SameToken { get; init; }

    /// <summary>
    /// Per layer 0 … L the smallest cosine, over the template's positions, of the two differences in means; NaN where one is zero at every
    /// position.
    /// </summary>
    public required double[] Cosines { get; init; }

    /// <summary>Reads the prompts with both models.</summary>
    /// <param name="exact">The reference.</param>
    /// <param name="fast">Another arithmetic of the same weights.</param>
    /// <param name="harmful">Prompts as token ids, at least one.</param>
    /// <param name="harmless">The same of the other class.</param>
    /// <param name="positions">Post-instruction tokens P.</param>
    public static PrecisionComparison Of(
        Model exact,
        Model fast,
        IReadOnlyList<int[]> harmful,
        IReadOnlyList<int[]> harmless,
        int positions
    )
    {
        int[][] prompts = [.. harmful, .. harmless];
        Sample one = Sample.Read(exact, prompts, positions),
            other = Sample.Read(fast, prompts, positions);
        var onset = OnsetTokens.Find(Mean(one.Logits[..harmful.Count]), Mean(one.Logits[harmful.Count..]));
        int[] ids = [.. onset.Select(token => token.Id)];
        return new PrecisionComparison
        {
            Divergences = [.. one.Logits.Zip(other.Logits, Divergence)],
            ScoreDifferences =
                ids.Length == 0
                    ? []
                    : [.. one.Logits.Zip(other.Logits, (a, b) => Math.Abs(RefusalScore.Of(a, ids) - RefusalScore.Of(b, ids)))],
            SameToken = one
                .Logits.Zip(other.Logits, (a, b) => TensorPrimitives.IndexOfMax<float>(a) == TensorPrimitives.IndexOfMax<float>(b))
                .Count(same => same),
            Cosines =
            [
                .. Enumerable
                    .Range(0, exact.Config.Layers + 1)
                    .Select(layer =>
                        Cosine(one.Difference(layer, harmful.Count), other.Difference(layer, harmful.Count), exact.Config.HiddenSize)
                    ),
            ],
        };
    }

    // Without the selection's ε: both distributions are positive everywhere, as logarithms.
    private static double Divergence(float[] exact, float[] fast)
    {
        double p = LogSum(exact),
            q = LogSum(fast),
            divergence = 0;
        for (int token = 0; token < exact.Length; token++)
        {
            double logarithm = exact[token] - p;
            divergence += Math.Exp(logarithm) * (logarithm - fast[token] + q);
        }

        return divergence;
    }

    private static double LogSum(float[] logits)
    {
        double greatest = TensorPrimitives.Max<float>(logits),
            sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - greatest);
        }

        return greatest + Math.Log(sum);
    }

    private static double[] Mean(float[][] logits)
    {
        var mean = new double[logits[0].Length];
        foreach (float[] prompt in logits)
        {
            TensorPrimitives.Add(mean, Distribution.Of(prompt), mean);
        }

        TensorPrimitives.Divide(mean, logits.Length, mean);
        return mean;
    }

    private static double Cosine(double[] one, double[] other, int hidden)
    {
        double least = double.NaN;
        for (int start = 0; start < one.Length; start += hidden)
        {
            var a = one.AsSpan(start, hidden);
            var b = other.AsSpan(start, hidden);
            if (a.ContainsAnyExcept(0.0) && b.ContainsAnyExcept(0.0))
            {
                double cosine = Math.Clamp(TensorPrimitives.CosineSimilarity<double>(a, b), -1, 1);
                least = double.IsNaN(least) ? cosine : Math.Min(least, cosine);
            }
        }

        return least;
    }

    /// <summary>
    /// Next-token logits of each prompt, and its streams at the template's positions: per layer, per prompt, flat [position, hidden].
    /// </summary>
    private sealed record Sample(float[][] Logits, float[][][] Streams)
    {
        public static Sample Read(Model model, int[][] prompts, int positions)
        {
            int layers = model.Config.Layers + 1;
            var sample = new Sample(new float[prompts.Length][], [.. Enumerable.Range(0, layers).Select(_ => new float[prompts.Length][])]);
            foreach (int[] batch in Batches.Plan([.. prompts.Select(prompt => prompt.Length)], model.BatchTokens))
            {
                using var result = model.Forward(
                    new ForwardRequest
                    {
                        Rows = [.. batch.Select(i => prompts[i])],
                        CaptureLast = positions,
                        CaptureLayers = [.. Enumerable.Range(0, layers)],
                    }
                );
                for (int row = 0; row < batch.Length; row++)
                {
                    sample.Logits[batch[row]] = result.LastLogits(row).ToArray();
                    for (int layer = 0; layer < layers; layer++)
                    {
                        sample.Streams[layer][batch[row]] = result.Stream(layer, row).ToArray();
                    }
                }
            }

            return sample;
        }

        /// <summary>Mean of the first prompts less mean of the others, flat [position, hidden].</summary>
        public double[] Difference(int layer, int first)
        {
            float[][] streams = Streams[layer];
            var difference = new double[streams[0].Length];
            for (int prompt = 0; prompt < streams.Length; prompt++)
            {
                double weight = prompt < first ? 1.0 / first : -1.0 / (streams.Length - first);
                for (int i = 0; i < difference.Length; i++)
                {
                    difference[i] += weight * streams[prompt][i];
                }
            }

            return difference;
        }
    }
}
