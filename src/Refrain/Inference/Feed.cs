using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Refrain.Inference;

/// <summary>Named tensors over arrays that stay pinned until it is disposed.</summary>
internal sealed class Feed : IDisposable
{
    private readonly List<(string Name, OrtValue Value)> values = [];
    private readonly List<Action> giveBack = [];

    public IReadOnlyList<(string Name, OrtValue Value)> Values => values;

    public Feed Add<T>(string name, T[] data, params long[] shape) where T : unmanaged
    {
        values.Add((name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<T>(data, 0, Count(shape)), shape)));
        return this;
    }

    /// <summary>A tensor over native memory that the caller keeps alive.</summary>
    public unsafe Feed Add(string name, float* data, params long[] shape)
    {
        long bytes = shape.Aggregate((long)sizeof(float), (product, dimension) => checked(product * dimension));
        values.Add((name, OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (nint)data, bytes)));
        return this;
    }

    /// <summary>A tensor over a pooled array that goes back to the pool when this is disposed. What is in it is old: the caller writes all of it.</summary>
    public Span<T> Rent<T>(string name, params long[] shape) where T : unmanaged
    {
        T[] data = ArrayPool<T>.Shared.Rent(Count(shape));
        giveBack.Add(() => ArrayPool<T>.Shared.Return(data));
        Add(name, data, shape);
        return data.AsSpan(0, Count(shape));
    }

    public void Dispose()
    {
        foreach ((_, OrtValue value) in values)
        {
            value.Dispose();
        }

        giveBack.ForEach(action => action());
        giveBack.Clear();
        values.Clear();
    }

    private static int Count(long[] shape) => checked((int)shape.Aggregate(1L, (product, dimension) => checked(product * dimension)));
}
