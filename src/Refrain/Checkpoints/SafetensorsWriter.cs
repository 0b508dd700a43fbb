using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Refrain.Checkpoints;

/// <summary>One tensor to be written: its values are asked for only when their turn comes.</summary>
/// <param name="Name">Key in the header.</param>
/// <param name="Shape">Row-major.</param>
/// <param name="Write">Called once with a function that appends float32 values; all calls together give the shape's elements.</param>
internal sealed record SafetensorsTensor(string Name, IReadOnlyList<long> Shape, Action<AppendValues> Write)
{
    /// <summary>A tensor whose values are at hand.</summary>
    public static SafetensorsTensor Of(string name, IReadOnlyList<long> shape, float[] values) =>
        new(name, shape, append => append(values));
}

/// <summary>Appends float32 values to the tensor being written.</summary>
internal delegate void AppendValues(ReadOnlySpan<float> values);

/// <summary>Writes float32 safetensors files tensor by tensor: the same content always gives the same bytes.</summary>
/// <remarks>The data begin at a multiple of 64 bytes. The file appears under its name only when it is complete and on disk.</remarks>
internal static class SafetensorsWriter
{
    private const int Alignment = 64;
    private const string MetadataKey = "__metadata__";

    /// <summary>Writes the tensors in the order given, metadata in ordinal order of their keys.</summary>
    public static void Write(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (
            tensors.Select(tensor => tensor.Name).Append(MetadataKey).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is
            { } twice
        )
        {
            throw new ArgumentException($"The name {twice.Key} is given twice or reserved.", nameof(tensors));
        }

        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                stream.Write(Header(tensors, metadata));
                foreach (SafetensorsTensor tensor in tensors)
                {
                    WriteValues(stream, tensor);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch when (File.Exists(temporary))
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void WriteValues(Stream stream, SafetensorsTensor tensor)
    {
        long expected = ElementCount(tensor.Shape),
            written = 0;
        tensor.Write(values =>
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            written += values.Length;
        });

        if (written != expected)
        {
            throw new ArgumentException($"{tensor.Name} was given {written} values; its shape needs {expected}.");
        }
    }

    private static byte[] Header(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var json = new MemoryStream();
        json.Write(stackalloc byte[8]);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject(MetadataKey);
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WriteString(key, value);
                }

                writer.WriteEndObject();
            }

            long offset = 0;
            foreach (SafetensorsTensor tensor in tensors)
            {
                long end = checked(offset + (ElementCount(tensor.Shape) * sizeof(float)));
                WriteEntry(writer, tensor, offset, end);
                offset = end;
            }

            writer.WriteEndObject();
        }

        // Spaces after the JSON are allowed, so that the data can be mapped on whole cache lines.
        while (json.Length % Alignment != 0)
        {
            json.WriteByte((byte)' ');
        }

        byte[] header = json.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - 8);
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter writer, SafetensorsTensor tensor, long offset, long end)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", "F32");
        writer.WriteStartArray("shape");
        foreach (long dimension in tensor.Shape)
        {
            writer.WriteNumberValue(dimension);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static long ElementCount(IReadOnlyList<long> shape) =>
        shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
}
