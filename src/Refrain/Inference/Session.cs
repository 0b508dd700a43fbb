using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Refrain.Inference;

/// <summary>One compiled graph, and the feeding of it.</summary>
internal sealed class Session(InferenceSession session) : IDisposable
{
    private readonly HashSet<string> inputs = [.. session.InputNames];

    /// <summary>Runs the graph; <paramref name="feed"/> gives inputs (those the graph lacks are left out), <paramref name="results"/> the buffers that outputs are written to.</summary>
    public void Run(Feed feed, Feed results)
    {
        var given = feed.Values.Where(value => inputs.Contains(value.Name)).ToArray();
        using var options = new RunOptions();

        // Batches differ in shape: without this the arena keeps a buffer of every size that it has seen (docs/log.md).
        options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        session.Run(options, [.. given.Select(value => value.Name)], [.. given.Select(value => value.Value)], [.. results.Values.Select(value => value.Name)], [.. results.Values.Select(value => value.Value)]);
        GC.KeepAlive(feed);
        GC.KeepAlive(results);
    }

    public void Dispose() => session.Dispose();
}
