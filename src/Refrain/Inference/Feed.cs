using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Refrain.Inference;

/// <summary>Named tensors over arrays that stay pinned until it is disposed.</summary>
internal sealed class Feed(Buffers buffers) : IDisposable
{
    private readonly List<(string Name, OrtValue Value)> values = [];
    private readonly List<(string Name, OrtValue Value)> borrowed = [];
    private readonly List<Array> rented = [];

    public IEnumerable<(string Name, OrtValue Value)> Values => values.Concat(borrowed);

    public Feed Add<T>(string name, T[] data, params long[] shape)
        where T : unmanaged
    {
        values.Add(
            (name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<T>(data, 0, Count(shape)), shape))
        );
        return this;
    }

    /// <summary>A tensor over native memory that the caller keeps alive.</summary>
    public unsafe Feed Add(string name, float* data, params long[] shape)
    {
        long bytes = shape.Aggregate((long)sizeof(float), (product, dimension) => checked(product * dimension));
        values.Add(
            (name, OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (nint)data, bytes))
        );
        return this;
    }

    /// <summary>
    /// A tensor over a pooled array that goes back to the pool when this is disposed. What is in it is old: the caller writes all of it.
    /// </summary>
    public Span<T> Rent<T>(string name, params long[] shape)
        where T : unmanaged
    {
        T[] data = buffers.Rent<T>(Count(shape));
        rented.Add(data);
        Add(name, data, shape);
        return data.AsSpan(0, Count(shape));
    }

    /// <summary>Also names the tensors of another, which keeps owning them.</summary>
    public void AddAll(Feed other) => borrowed.AddRange(other.Values);

    /// <summary>What is in a rented tensor of this, by the order of renting.</summary>
    public ReadOnlySpan<float> Floats(int index) => (float[])rented[index];

    public void Dispose()
    {
        foreach ((_, OrtValue value) in values)
        {
            value.Dispose();
        }

        rented.ForEach(buffers.Return);
        rented.Clear();
        values.Clear();
    }

    private static int Count(long[] shape) => checked((int)shape.Aggregate(1L, (product, dimension) => checked(product * dimension)));
}
