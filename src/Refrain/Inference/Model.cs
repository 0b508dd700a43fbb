using Microsoft.ML.OnnxRuntime;
using Refrain.Checkpoints;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>A checkpoint ready to run: its weights mapped, its graphs compiled when first needed.</summary>
/// <remarks>It knows token ids only: tokenizers, templates and prompts are the caller's. One thread at a time.</remarks>
internal sealed class Model : IDisposable
{
    private readonly PreparedWeights weights;
    private readonly Dictionary<GraphPlan, Session> sessions = [];
    private readonly EmbeddingRows embedding;
    private readonly RotaryTable rotary;
    private readonly RotaryTable? slidingRotary;

    private readonly PrePackedWeightsContainer? packed;
    private readonly bool ownsCheckpoint;

    private Model(Checkpoint checkpoint, PreparedWeights weights, Precision precision, bool ownsCheckpoint, int batchTokens)
    {
        Checkpoint = checkpoint;
        BatchTokens = batchTokens;
        Precision = precision;
        packed = precision == Precision.Fast ? new PrePackedWeightsContainer() : null;
        this.ownsCheckpoint = ownsCheckpoint;
        this.weights = weights;
        embedding = new EmbeddingRows(checkpoint);
        rotary = new RotaryTable(Config.Rope, Config.HeadDimension);
        slidingRotary = Config.SlidingRope is { } sliding ? new RotaryTable(sliding, Config.HeadDimension) : null;
    }

    public Checkpoint Checkpoint { get; }

    public ModelConfig Config => Checkpoint.Config;

    public Precision Precision { get; }

    /// <summary>Tokens of a batch that only reads.</summary>
    public int BatchTokens { get; }

    /// <summary>Opens a checkpoint, preparing its weights in <paramref name="cache"/> the first time.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cache">The cache's folder.</param>
    /// <param name="precision">The arithmetic of its linear layers.</param>
    /// <param name="ownsCheckpoint">True: the checkpoint is disposed with it.</param>
    /// <param name="compute">How this machine computes; null: by default.</param>
    /// <exception cref="BadInputException">A tensor is missing, or this process computes with another number of threads.</exception>
    public static Model Open(Checkpoint checkpoint, string cache, Precision precision = Precision.Exact, bool ownsCheckpoint = true, ComputeSettings? compute = null)
    {
        using var span = Spans.Start("open model");
        Runtime.Use(compute?.Threads);
        return new Model(checkpoint, PreparedWeights.Open(checkpoint, ParametersOf(checkpoint, precision), cache, precision), precision, ownsCheckpoint, (compute ?? new ComputeSettings()).BatchTokensOf(checkpoint.Config));
    }

    /// <summary>The parameters that a checkpoint's graphs read.</summary>
    public static IReadOnlyCollection<Parameter> ParametersOf(Checkpoint checkpoint, Precision precision) => Graph(checkpoint, new GraphPlan(), precision).Parameters;

    /// <summary>Runs one packed batch.</summary>
    public ForwardResult Forward(ForwardRequest request)
    {
        using var span = Spans.Start("forward");
        var packing = new Packing([.. request.Rows.Select(row => row.Length)]);
        CheckLength(packing.Total);
        int[] asked = LastTokens(packing, request.AskLast, out long[] askedTokens);
        int[] captured = LastTokens(packing, request.CaptureLast, out long[] capturedTokens);
        var logits = new float[checked(askedTokens.Length * Config.VocabularySize)];
        var streams = request.CaptureLayers.Distinct().ToDictionary(layer => layer, _ => new float[checked(capturedTokens.Length * Config.HiddenSize)]);

        using var feed = new Feed();
        using var results = new Feed();
        FeedTokens(feed, packing, askedTokens, capturedTokens);
        feed.Add("resid", request.FirstLayer == 0 ? embedding.Of(request.Rows, packing.Tokens) : Concatenate(request.Streams!), packing.Tokens, Config.HiddenSize);
        if (request.Hooks != HookSites.None)
        {
            new HookFeed(Config, request.Interventions!).Add(feed, packing, [.. Enumerable.Range(0, packing.Rows)]);
        }

        if (askedTokens.Length > 0)
        {
            results.Add("logits", logits, askedTokens.Length, Config.VocabularySize);
        }

        foreach ((int layer, float[] stream) in streams)
        {
            results.Add($"resid_pre.{layer}", stream, capturedTokens.Length, Config.HiddenSize);
        }

        SessionOf(new GraphPlan { FirstLayer = request.FirstLayer, Hooks = request.Hooks }).Run(feed, results);
        return new ForwardResult { Logits = logits, Asked = asked, Streams = streams, Captured = captured, Vocabulary = Config.VocabularySize, Hidden = Config.HiddenSize };
    }

    /// <summary>Feeds new tokens as the stream entering block 0.</summary>
    internal void FeedEmbedding(Feed feed, int[][] ids, Packing packing) => feed.Add("resid", embedding.Of(ids, packing.Tokens), packing.Tokens, Config.HiddenSize);

    /// <summary>Feeds what every graph reads: padding, rotary tables, which tokens are asked and captured.</summary>
    internal void FeedTokens(Feed feed, Packing packing, long[] asked, long[] captured)
    {
        feed.Add("pad", packing.Pad, packing.Pad.Length)
            .Add("unpad", packing.Unpad, packing.Tokens)
            .Add<long>("padded_shape", [packing.Rows, packing.Sequence, -1], 3)
            .Add("last_index", packing.LastIndex, packing.Rows)
            .Add<int>("total_length", [packing.Total])
            .Add("asked", asked, asked.Length)
            .Add("capture", captured, captured.Length);
        feed.Add("rotary.rows", RotaryTable.Rows(packing), packing.Tokens, 1);
        rotary.Feed(feed, "full", packing);
        slidingRotary?.Feed(feed, "sliding", packing);
    }

    /// <summary>The session of a plan, compiled when first asked for.</summary>
    internal Session SessionOf(GraphPlan plan)
    {
        if (!sessions.TryGetValue(plan, out var session))
        {
            var graph = Graph(Checkpoint, plan, Precision);
            session = new Session(Runtime.Load(graph.Serialise(weights.File, weights.Place), weights.Folder, graph.Parameters.Select(parameter => (parameter.Name, weights.Tensor(parameter))), packed, branches: Config.Experts is not null));
            sessions.Add(plan, session);
        }

        return session;
    }

    /// <summary>Drops the sessions that start at a later layer, which only a selection needs; each is compiled again when asked for.</summary>
    public void ReleaseLaterLayers()
    {
        foreach ((var plan, var session) in sessions.Where(pair => pair.Key.FirstLayer > 0).ToArray())
        {
            session.Dispose();
            sessions.Remove(plan);
        }
    }

    internal void CheckLength(int tokens)
    {
        if (tokens > Config.MaximumPositions)
        {
            throw new BadInputException("prompt", $"has {tokens} tokens with those to be generated", $"at most {Config.MaximumPositions}, the model's maximum", "Shorten the prompt or lower --max-new-tokens.");
        }
    }

    public void Dispose()
    {
        foreach (var session in sessions.Values)
        {
            session.Dispose();
        }

        sessions.Clear();
        packed?.Dispose();
        embedding.Dispose();
        weights.Dispose();
        if (ownsCheckpoint)
        {
            Checkpoint.Dispose();
        }
    }

    private static GraphBuilder Graph(Checkpoint checkpoint, GraphPlan plan, Precision precision) =>
        ModelGraph.Build(checkpoint.Config, plan, precision == Precision.Fast ? checkpoint.Tensors : null);

    private static int[] LastTokens(Packing packing, int count, out long[] tokens)
    {
        var starts = new int[packing.Rows + 1];
        var list = new List<long>();
        for (int row = 0; row < packing.Rows; row++)
        {
            int end = packing.Starts[row + 1];
            for (int token = Math.Max(packing.Starts[row], count >= end ? 0 : end - count); token < end; token++)
            {
                list.Add(token);
            }

            starts[row + 1] = list.Count;
        }

        tokens = [.. list];
        return starts;
    }

    private static float[] Concatenate(IReadOnlyList<float[]> rows)
    {
        var all = new float[rows.Sum(row => row.Length)];
        int at = 0;
        foreach (float[] row in rows)
        {
            row.CopyTo(all, at);
            at += row.Length;
        }

        return all;
    }
}
