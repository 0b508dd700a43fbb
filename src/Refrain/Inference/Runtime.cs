using Microsoft.ML.OnnxRuntime;

namespace Refrain.Inference;

/// <summary>ONNX Runtime as every session of this process shares it: one pool of threads and one arena.</summary>
internal static class Runtime
{
    private static readonly Lazy<OrtEnv> OneEnvironment = new(Create);
    private static int? asked;

    /// <summary>Threads that compute: what was asked for, <c>REFRAIN_THREADS</c>, else the processors that this process may use.</summary>
    /// <exception cref="BadInputException">The variable is no number of threads.</exception>
    public static int Threads => asked ?? RuntimeThreads.OfEnvironment() ?? Environment.ProcessorCount;

    /// <summary>Computes with so many threads; null: with as many as before.</summary>
    /// <exception cref="BadInputException">Too many or too few, or this process computes with another number already: its pool of threads
    /// is made once.</exception>
    public static void Use(int? threads)
    {
        if (threads is not { } wanted)
        {
            return;
        }

        RuntimeThreads.Check(KnownSettings.Threads, wanted.ToString(System.Globalization.CultureInfo.InvariantCulture), wanted);
        if (OneEnvironment.IsValueCreated && wanted != Threads)
        {
            throw new BadInputException(
                KnownSettings.Threads,
                $"is {wanted}, but this process computes with {Threads} already",
                "the same number for all that one process computes"
            );
        }

        asked = wanted;
    }

    /// <summary>A session on a graph whose weights are tensors over mapped memory, used where they lie and never copied.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="folder">Where the external file is that the graph names for its weights.</param>
    /// <param name="weights">The weights by name; they must outlive the session.</param>
    /// <param name="branches">True for graphs of thousands of nodes: mixtures of experts.</param>
    /// <param name="packed">Where weights in blocks are kept as the kernels want them, once for all sessions; null: the graph has
    /// none.</param>
    public static InferenceSession Load(
        byte[] graph,
        string folder,
        IEnumerable<(string Name, OrtValue Tensor)> weights,
        PrePackedWeightsContainer? packed = null,
        bool branches = false
    )
    {
        using var options = SharedOptions();
        options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
        options.EnableMemoryPattern = false;

        // Looking for a buffer to use again takes the square of a graph's nodes; the other mode does not look, and a buffer still goes back
        // to the arena after its last use.
        options.ExecutionMode = branches ? ExecutionMode.ORT_PARALLEL : ExecutionMode.ORT_SEQUENTIAL;
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        using var span = Spans.Start("compile");
        var profile = SessionTraces.Current;
        if (profile is not null)
        {
            options.ProfileOutputPathPrefix = profile.Next();
            options.EnableProfiling = true;
        }

        options.AddSessionConfigEntry("session.disable_prepacking", packed is null ? "1" : "0");
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        foreach ((string name, var tensor) in weights)
        {
            options.AddInitializer(name, tensor);
        }

        var session = packed is null ? new InferenceSession(graph, options) : new InferenceSession(graph, options, packed);
        profile?.Began(session.ProfilingStartTimeNs);
        if (packed is not null)
        {
            NativeHeap.Trim();
        }

        return session;
    }

    /// <summary>Options of a session that uses the shared threads and the arena.</summary>
    internal static SessionOptions SharedOptions()
    {
        // First: options that are made before it make an environment of their own.
        _ = OneEnvironment.Value;
        var options = new SessionOptions();
        options.DisablePerSessionThreads();
        options.AddSessionConfigEntry("session.use_env_allocators", "1");
        return options;
    }

    private static OrtEnv Create()
    {
        NativeHeap.ReturnLargeBlocks();
        var options = new EnvironmentCreationOptions
        {
            logId = "refrain",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            threadOptions = new OrtThreadingOptions
            {
                GlobalIntraOpNumThreads = Threads,
                GlobalInterOpNumThreads = 1,
                GlobalSpinControl = true,
            },
        };
        var created = OrtEnv.CreateInstanceWithOptions(ref options);
        created.DisableTelemetryEvents();
        Arena.Register(created);
        return created;
    }
}
