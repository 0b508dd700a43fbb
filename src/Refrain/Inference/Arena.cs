using Microsoft.ML.OnnxRuntime;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>The memory that the runtime computes in, one arena for all sessions: dozens of graphs of one model run here in turn.</summary>
internal static class Arena
{
    // Of address space: the system gives memory where it is touched. Buffers of every size are cut from one region and join again in it;
    // in regions of the size of a request, each batch of another shape finds none that fits (docs/log.md).
    private const int Region = 256 << 20;
    private const int DoublingRegions = 0;

    /// <summary>Registers it; sessions use it by <c>session.use_env_allocators</c>.</summary>
    public static void Register(OrtEnv environment)
    {
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        using var settings = new OrtArenaCfg(0, DoublingRegions, Region, -1);
        environment.CreateAndRegisterAllocator(memory, settings);
    }

    /// <summary>
    /// Gives the system back what no session uses. The next batch pays for its pages anew, a fifth of its time: for the ends of stages, not
    /// of batches.
    /// </summary>
    public static void Shrink()
    {
        // The runtime offers it at the end of a run only.
        byte[] graph = OnnxWriter.Model(
            [new OnnxNode("copy", "Identity", "", ["x"], ["y"], [])],
            [],
            [new OnnxValue("x", OnnxWriter.Float, ["one"])],
            [new OnnxValue("y", OnnxWriter.Float, ["one"])]
        );
        using var settings = Runtime.SharedOptions();
        using var session = new InferenceSession(graph, settings);
        using var options = new RunOptions();
        options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        using var value = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
        using var results = session.Run(options, ["x"], [value], ["y"]);
    }
}
