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
        using var span = Spans.Start("run");
        span?.SetTag("tokens", Length(feed, "resid")).SetTag("rows", Length(feed, "last_index"));
        using var options = new RunOptions();

        // Batches differ in shape: without this the arena keeps a buffer of every size that it has seen (docs/log.md).
        options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        session.Run(options, [.. given.Select(value => value.Name)], [.. given.Select(value => value.Value)], [.. results.Values.Select(value => value.Name)], [.. results.Values.Select(value => value.Value)]);
        GC.KeepAlive(feed);
        GC.KeepAlive(results);
    }

    public void Dispose() => session.Dispose();

    private static long Length(Feed feed, string input) => feed.Values.First(value => value.Name == input).Value.GetTensorTypeAndShape().Shape[0];
}

/// <summary>Named tensors over arrays that stay pinned until it is disposed.</summary>
internal sealed class Feed : IDisposable
{
    private readonly List<(string Name, OrtValue Value)> values = [];

    public IReadOnlyList<(string Name, OrtValue Value)> Values => values;

    public Feed Add<T>(string name, T[] data, params long[] shape) where T : unmanaged
    {
        long count = shape.Aggregate(1L, (product, dimension) => product * dimension);
        values.Add((name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<T>(data, 0, checked((int)count)), shape)));
        return this;
    }

    /// <summary>A tensor over native memory that the caller keeps alive.</summary>
    public unsafe Feed Add(string name, float* data, params long[] shape)
    {
        long bytes = shape.Aggregate((long)sizeof(float), (product, dimension) => checked(product * dimension));
        values.Add((name, OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, shape, (nint)data, bytes)));
        return this;
    }

    public void Dispose()
    {
        foreach ((_, OrtValue value) in values)
        {
            value.Dispose();
        }

        values.Clear();
    }
}
