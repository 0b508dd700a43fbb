using Refrain.Checkpoints.Dequantisation;

namespace Refrain.Checkpoints;

/// <summary>A memory-mapped <c>.safetensors</c> file: named tensors and string metadata.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private readonly MappedFile file;

    internal SafetensorsFile(MappedFile file)
    {
        SafetensorsHeader header = SafetensorsHeader.Parse(file);
        this.file = file;
        Tensors = header.Tensors;
        Metadata = header.Metadata;
    }

    /// <summary>Full path, links resolved.</summary>
    public string Path => this.file.Path;

    /// <summary>Tensors by the name that the file gives them.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The strings of <c>__metadata__</c>; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    internal MappedFile File => this.file;

    /// <summary>Maps the file and checks its whole header.</summary>
    /// <exception cref="BadInputException">The file is missing or its header is truncated, overlapping, over-long or contradicts
    /// itself.</exception>
    public static SafetensorsFile Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor as float32.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">At least the tensor's elements; the rest is left as it is.</param>
    /// <exception cref="BadInputException">There is no such tensor, or it is stored as integers.</exception>
    public void Read(string name, Span<float> destination)
    {
        TensorEntry tensor = Find(name);
        using MappedBytes bytes = this.file.Pin(tensor.Offset, tensor.Length);
        Dequantise.All(tensor, bytes, destination);
    }

    /// <summary>Reads a tensor as a new float32 array in row-major order.</summary>
    public float[] Read(string name)
    {
        var values = new float[checked((int)Find(name).ElementCount)];
        Read(name, values);
        return values;
    }

    /// <summary>A tensor's bytes as they are stored.</summary>
    internal byte[] ReadBytes(string name)
    {
        TensorEntry tensor = Find(name);
        using MappedBytes bytes = this.file.Pin(tensor.Offset, tensor.Length);
        return bytes.Slice(0, checked((int)tensor.Length)).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => this.file.Dispose();

    private TensorEntry Find(string name) =>
        Tensors.TryGetValue(name, out TensorEntry? tensor)
            ? tensor
            : throw new BadInputException(
                Path,
                $"has no tensor {BadInputException.Show(name)}",
                $"one of {string.Join(", ", Tensors.Keys.Take(4).Select(BadInputException.Show))}…"
            );
}
