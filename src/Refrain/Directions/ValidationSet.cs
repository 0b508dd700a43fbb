using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>
/// Validation prompts of one class, shortest first, with what enters every layer, so that a candidate is computed from its layer on only.
/// </summary>
/// <remarks>The prompts are read once, and only when something of them is needed that no earlier start has kept: 64 prompts' streams are
/// held, never all prompts'.</remarks>
internal sealed class ValidationSet
{
    private readonly Model model;
    private readonly Lazy<float[][][]> streams; // [layer][prompt] flat [token, hidden]
    private readonly int[] members; // indexes of this set's prompts in the streams
    private readonly Lazy<Untouched[]> untouched;

    private ValidationSet(Model model, IReadOnlyList<int[]> prompts, Lazy<float[][][]> streams, int[] members)
    {
        this.model = model;
        this.streams = streams;
        this.members = members;
        Prompts = prompts;
        untouched = new Lazy<Untouched[]>(() => [.. Logits((_, logits) => new Untouched(Distribution.Of(logits)))]);
    }

    public IReadOnlyList<int[]> Prompts { get; }

    public static ValidationSet Of(Model model, IReadOnlyList<int[]> prompts)
    {
        int[][] sorted = [.. prompts.OrderBy(prompt => prompt.Length)];
        return new ValidationSet(model, sorted, new Lazy<float[][][]>(() => Read(model, sorted)), [.. Enumerable.Range(0, sorted.Length)]);
    }

    /// <summary>The set of those whose refusal score without an intervention has the sign of <paramref name="sign"/>.</summary>
    /// <param name="sign">1 or −1.</param>
    /// <param name="onset">The refusal-onset tokens.</param>
    /// <param name="remember">Keeps the scores.</param>
    /// <param name="name">Names these prompts.</param>
    public ValidationSet Passing(int sign, IReadOnlyList<int> onset, Remember remember, string name)
    {
        long cost = Prompts.Sum(prompt => (long)prompt.Length) * model.Config.Layers;
        double[] scores = remember.Scores(name + "/untouched", cost, Prompts.Count, () =>
        {
            Spans.Tag("rows", Prompts.Count);
            return [.. Logits((_, logits) => RefusalScore.Of(logits, onset))];
        });
        int[] passing = [.. Enumerable.Range(0, Prompts.Count).Where(prompt => sign * scores[prompt] > 0)];
        return new ValidationSet(
            model,
            [.. passing.Select(prompt => Prompts[prompt])],
            streams,
            [.. passing.Select(prompt => members[prompt])]
        );
    }

    /// <summary>What enters a layer at a prompt's tokens, flat [token, hidden].</summary>
    public float[] Entering(int layer, int prompt) => streams.Value[layer][members[prompt]];

    /// <summary>The first-token distribution of a prompt without an intervention.</summary>
    public Untouched Without(int prompt) => untouched.Value[prompt];

    private IEnumerable<T> Logits<T>(FirstToken<T> use)
    {
        if (Prompts.Count == 0)
        {
            yield break;
        }

        float[] last = [.. Prompts.SelectMany((_, prompt) => Entering(model.Config.Layers, prompt)[^model.Config.HiddenSize..])];
        using var result = model.Logits(last);
        for (int prompt = 0; prompt < Prompts.Count; prompt++)
        {
            yield return use(prompt, result.LastLogits(prompt));
        }
    }

    private static float[][][] Read(Model model, int[][] prompts)
    {
        using var span = Spans.Start("read validation prompts");
        int layers = model.Config.Layers + 1;
        float[][][] streams = [.. Enumerable.Range(0, layers).Select(_ => new float[prompts.Length][])];
        foreach (int[] batch in Batches.Plan([.. prompts.Select(prompt => prompt.Length)], model.BatchTokens))
        {
            using var result = model.Forward(
                new ForwardRequest
                {
                    Rows = [.. batch.Select(i => prompts[i])],
                    AskLast = 0,
                    CaptureLast = int.MaxValue,
                    CaptureLayers = [.. Enumerable.Range(0, layers)],
                }
            );
            for (int layer = 0; layer < layers; layer++)
            {
                for (int row = 0; row < batch.Length; row++)
                {
                    streams[layer][batch[row]] = result.Stream(layer, row).ToArray();
                }
            }
        }

        return streams;
    }

    private delegate T FirstToken<T>(int prompt, ReadOnlySpan<float> logits);
}

/// <summary>A prompt's first-token distribution without an intervention, and what every divergence from it needs.</summary>
/// <param name="probabilities">[vocabulary].</param>
internal sealed class Untouched(double[] probabilities)
{
    private readonly double itself = Distribution.Itself(probabilities);

    /// <summary>The least divergence from it that there is.</summary>
    public double Least { get; } = Distribution.LeastDivergence(probabilities);

    /// <summary>Of the model under an intervention, nats.</summary>
    public double Divergence(ReadOnlySpan<float> logits) => itself - Distribution.Cross(probabilities, logits);
}
