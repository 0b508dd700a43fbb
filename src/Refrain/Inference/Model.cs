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
        Packings = new PackingFeed(checkpoint);
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
    public static Model Open(
        Checkpoint checkpoint,
        string cache,
        Precision precision = Precision.Exact,
        bool ownsCheckpoint = true,
        ComputeSettings? compute = null
    )
    {
        using var span = Spans.Start("open model");
        Runtime.Use(compute?.Threads);
        return new Model(
            checkpoint,
            PreparedWeights.Open(checkpoint, ParametersOf(checkpoint, precision), cache, precision),
            precision,
            ownsCheckpoint,
            (compute ?? new ComputeSettings()).BatchTokensOf(checkpoint.Config)
        );
    }

    /// <summary>The parameters that a checkpoint's graphs read.</summary>
    public static IReadOnlyCollection<Parameter> ParametersOf(Checkpoint checkpoint, Precision precision) =>
        Graph(checkpoint, new GraphPlan(), precision).Parameters;

    /// <summary>The arrays that batches use in turn.</summary>
    internal Buffers Buffers { get; } = new();

    /// <summary>How rows are computed together, each common beginning once.</summary>
    internal PackingFeed Packings { get; }

    /// <summary>Runs one packed batch; dispose the result when it has been read.</summary>
    public ForwardResult Forward(ForwardRequest request)
    {
        using var span = Spans.Start("forward");
        int[]? groups =
            request.FirstLayer == 0 || request.StreamsFollowTokens ? Packings.Groups(request.Rows, request.Interventions) : null;
        var packing = new Packing(request.Rows, groups: groups);
        CheckLength(packing.Total);
        long[] asked = packing.Last(request.AskLast, out int[] askedStarts),
            captured = packing.Last(request.CaptureLast, out int[] capturedStarts);
        var hooks = request.Hooks == HookSites.None ? null : new HookFeed(Config, request.Interventions!);
        var plan = new GraphPlan
        {
            FirstLayer = request.FirstLayer,
            Hooks = request.Hooks,
            Probabilistic = hooks is { Probabilistic: true },
        };
        var result = new ForwardResult(Buffers)
        {
            Asked = askedStarts,
            Captured = capturedStarts,
            Vocabulary = Config.VocabularySize,
            Hidden = Config.HiddenSize,
        };
        using var feed = new Feed(Buffers);
        using var results = new Feed(Buffers);
        result.AddTo(results, request.CaptureLayers);
        Packings.Add(feed, packing, plan, asked, captured, request.CaptureLayers.Contains(Config.Layers), hooks);
        if (request.FirstLayer == 0)
        {
            Packings.AddEmbedding(feed, packing);
        }
        else
        {
            Packings.AddStreams(feed, packing, request.Streams!);
        }

        SessionOf(plan).Run(feed, results);
        return result;
    }

    /// <summary>Logits of what enters the final norm; dispose the result when it has been read.</summary>
    /// <param name="streams">Flat [token, hidden]; each token becomes a row of the result.</param>
    public ForwardResult Logits(ReadOnlySpan<float> streams)
    {
        var tokens = new float[streams.Length / Config.HiddenSize][];
        for (int token = 0; token < tokens.Length; token++)
        {
            tokens[token] = streams.Slice(token * Config.HiddenSize, Config.HiddenSize).ToArray();
        }

        return Forward(
            new ForwardRequest
            {
                Rows = [.. tokens.Select(_ => new int[1])],
                FirstLayer = Config.Layers,
                Streams = tokens,
            }
        );
    }

    /// <summary>The session of a plan, compiled when first asked for.</summary>
    internal Session SessionOf(GraphPlan plan)
    {
        if (!sessions.TryGetValue(plan, out var session))
        {
            var graph = Graph(Checkpoint, plan, Precision);
            session = new Session(
                Runtime.Load(
                    graph.Serialise(weights.File, weights.Place),
                    weights.Folder,
                    graph.Parameters.Select(parameter => (parameter.Name, weights.Tensor(parameter))),
                    packed,
                    branches: Config.Experts is not null
                )
            );
            sessions.Add(plan, session);
        }

        return session;
    }

    /// <summary>
    /// Ends a stage: drops what its batches used, and the sessions that start at a later layer, which only a selection needs; each is
    /// compiled again when asked for.
    /// </summary>
    public void EndStage()
    {
        foreach ((var plan, var session) in sessions.Where(pair => pair.Key.FirstLayer > 0).ToArray())
        {
            session.Dispose();
            sessions.Remove(plan);
        }

        Buffers.Release();
        Arena.Shrink();
    }

    internal void CheckLength(int tokens)
    {
        if (tokens > Config.MaximumPositions)
        {
            throw new BadInputException(
                "prompt",
                $"has {tokens} tokens with those to be generated",
                $"at most {Config.MaximumPositions}, the model's maximum",
                $"Shorten the prompt or lower {KnownSettings.MaximumNewTokens}."
            );
        }
    }

    public void Dispose()
    {
        foreach (var session in sessions.Values)
        {
            session.Dispose();
        }

        if (sessions.Count > 0)
        {
            Arena.Shrink();
        }

        sessions.Clear();
        packed?.Dispose();
        Packings.Dispose();
        weights.Dispose();
        if (ownsCheckpoint)
        {
            Checkpoint.Dispose();
        }
    }

    private static GraphBuilder Graph(Checkpoint checkpoint, GraphPlan plan, Precision precision) =>
        ModelGraph.Build(checkpoint.Config, plan, precision == Precision.Fast ? checkpoint.Tensors : null);
}
