using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Refrain.Checkpoints;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>A checkpoint's weights as float32 in the layout that graphs read: written once to the cache, then only mapped.</summary>
/// <remarks>The file is the parameters one after the other, each at a multiple of 64 bytes, and a footer with a hash of all names and places; it is written under a temporary name and renamed, so that a killed run leaves nothing half.</remarks>
internal sealed unsafe class PreparedWeights : IDisposable
{
    private const long Alignment = 64;
    private readonly byte[] footer;

    private readonly Dictionary<string, (long Offset, long Length)> places = [];
    private readonly IReadOnlyCollection<Parameter> parameters;
    private MemoryMappedFile? mapping;
    private MemoryMappedViewAccessor? view;
    private Dictionary<string, OrtValue> tensors = [];

    private PreparedWeights(string folder, string file, IReadOnlyCollection<Parameter> parameters)
    {
        Folder = folder;
        File = file;
        this.parameters = parameters;
        foreach (var parameter in parameters)
        {
            long length = checked(parameter.Count * sizeof(float));
            places[parameter.Name] = (Bytes, length);
            Bytes = checked((Bytes + length + Alignment - 1) / Alignment * Alignment);
        }

        string layout = string.Join("\n", places.Select(place => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{place.Key} {place.Value.Offset} {place.Value.Length}")));
        footer = [.. "refrain prepared weights 1 float"u8, .. System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(layout))];
    }

    public string Folder { get; }

    public string File { get; }

    /// <summary>Bytes of all parameters, those that the model maps.</summary>
    public long Bytes { get; }

    public (long Offset, long Length) Place(Parameter parameter) => places[parameter.Name];

    /// <summary>Bytes that parameters take, without a checkpoint.</summary>
    public static long SizeOf(IReadOnlyCollection<Parameter> parameters) => new PreparedWeights("", "", parameters).Bytes;

    /// <summary>Finds the prepared weights in the cache, or writes them.</summary>
    public static PreparedWeights Open(Checkpoint checkpoint, IReadOnlyCollection<Parameter> parameters, string cache)
    {
        foreach (var parameter in parameters)
        {
            Check(checkpoint, parameter);
        }

        string folder = Path.GetFullPath(Path.Combine(cache, "weights"));
        var prepared = new PreparedWeights(folder, checkpoint.WeightsHash[..32] + ".f32", parameters);
        string path = Path.Combine(folder, prepared.File);
        if (!prepared.IsWhole(path))
        {
            Directory.CreateDirectory(folder);
            prepared.RemoveUnfinished();
            prepared.Write(checkpoint, parameters, path);
        }

        prepared.Map(path);
        return prepared;
    }

    /// <summary>The tensor of a parameter over the mapped file; it is valid until this is disposed.</summary>
    /// <remarks>Sessions share it: each would otherwise map the file by itself, and count its pages again.</remarks>
    public OrtValue Tensor(Parameter parameter) => tensors[parameter.Name];

    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        tensors = [];
        view?.SafeMemoryMappedViewHandle.ReleasePointer();
        view?.Dispose();
        mapping?.Dispose();
        view = null;
        mapping = null;
    }

    private void Map(string path)
    {
        mapping = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        tensors = parameters.ToDictionary(parameter => parameter.Name, parameter =>
        {
            (long offset, long length) = places[parameter.Name];
            return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [.. parameter.Shape], (nint)(start + offset), length);
        });
    }

    private static void Check(Checkpoint checkpoint, Parameter parameter)
    {
        if (!checkpoint.Tensors.TryGetValue(parameter.Source, out var tensor))
        {
            throw new BadInputException(checkpoint.Path, $"has no tensor {BadInputException.Show(parameter.Source)}", $"one of shape [{string.Join(", ", parameter.SourceShape)}]", "The checkpoint is incomplete: download it again.");
        }

        if (!tensor.Shape.SequenceEqual(parameter.SourceShape))
        {
            throw new BadInputException($"{tensor.File}: {BadInputException.Show(parameter.Source)}", $"has shape [{string.Join(", ", tensor.Shape)}]", $"[{string.Join(", ", parameter.SourceShape)}] by config.json");
        }
    }

    private bool IsWhole(string path)
    {
        if (!System.IO.File.Exists(path) || new FileInfo(path).Length != Bytes + footer.Length)
        {
            return false;
        }

        using var stream = System.IO.File.OpenRead(path);
        stream.Seek(Bytes, SeekOrigin.Begin);
        var end = new byte[footer.Length];
        stream.ReadExactly(end);
        return end.AsSpan().SequenceEqual(footer);
    }

    private void Write(Checkpoint checkpoint, IReadOnlyCollection<Parameter> parameters, string path)
    {
        string temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                foreach (var parameter in parameters)
                {
                    stream.Seek(places[parameter.Name].Offset, SeekOrigin.Begin);
                    WriteValues(stream, Read(checkpoint, parameter));
                }

                stream.Seek(Bytes, SeekOrigin.Begin);
                stream.Write(footer);
                stream.Flush(flushToDisk: true);
            }

            System.IO.File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            System.IO.File.Delete(temporary);
        }
    }

    // In pieces: a span of bytes ends at 2 GiB, and the embedding of a large vocabulary does not.
    private static void WriteValues(FileStream stream, ReadOnlySpan<float> values)
    {
        const int Piece = 1 << 26;
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, Piece);
            stream.Write(MemoryMarshal.AsBytes(values[..count]));
            values = values[count..];
        }
    }

    // What a killed process left; a living writer holds its file locked.
    private void RemoveUnfinished()
    {
        foreach (string unfinished in Directory.EnumerateFiles(Folder, File + ".*"))
        {
            try
            {
                using (new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    System.IO.File.Delete(unfinished);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another process is writing it.
            }
        }
    }

    private static float[] Read(Checkpoint checkpoint, Parameter parameter)
    {
        var values = new float[parameter.Count];
        checkpoint.Read(parameter.Source, values);
        switch (parameter.Layout)
        {
            case Layout.OnePlus when !checkpoint.NormsIncludeOne:
                System.Numerics.Tensors.TensorPrimitives.Add(values, 1f, values);
                return values;
            case Layout.Transposed:
                return Transpose(values, checked((int)parameter.Shape[1]), checked((int)parameter.Shape[0]));
            default:
                return values;
        }
    }

    private static float[] Transpose(float[] source, int rows, int columns)
    {
        const int Tile = 32; // both sides of a tile stay in the first cache
        var target = new float[source.Length];
        Parallel.For(0, (rows + Tile - 1) / Tile, block =>
        {
            for (int column = 0; column < columns; column += Tile)
            {
                for (int r = block * Tile; r < Math.Min(rows, block * Tile + Tile); r++)
                {
                    for (int c = column; c < Math.Min(columns, column + Tile); c++)
                    {
                        target[(long)c * rows + r] = source[(long)r * columns + c];
                    }
                }
            }
        });
        return target;
    }
}
