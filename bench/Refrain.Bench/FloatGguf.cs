using System.Runtime.InteropServices;
using System.Text;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Dequantisation;

namespace Refrain.Bench;

/// <summary>Writes a GGUF's unchanged weights as float32, so that llama.cpp computes in the precision that Refrain does.</summary>
internal static class FloatGguf
{
    private const int Alignment = 32;

    /// <summary>
    /// The float32 copy of a checkpoint in the cache, <c>bench/HASH.f32.gguf</c>; written the first time. Commands that look after prepared
    /// weights leave it alone.
    /// </summary>
    public static string Find(Checkpoint checkpoint, string source, string cache)
    {
        string path = Path.Combine(cache, "bench", $"{checkpoint.WeightsHash[..32]}.f32.gguf");
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"writing {path}");
            Write(source, path);
        }

        return path;
    }

    /// <summary>Copies every key as it is, and every tensor dequantised.</summary>
    public static void Write(string source, string path)
    {
        using var gguf = GgufFile.Open(source);
        string temporary = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using (var stream = new FileStream(temporary, FileMode.Create))
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write("GGUF"u8);
            writer.Write(3u);
            writer.Write((ulong)gguf.Tensors.Count);
            WriteKeys(writer, gguf, source);
            long offset = 0;
            foreach (var tensor in gguf.Tensors.Values)
            {
                WriteText(writer, tensor.Name);
                writer.Write((uint)tensor.Shape.Count);
                foreach (long dimension in tensor.Shape.Reverse())
                {
                    writer.Write((ulong)dimension);
                }

                writer.Write(0u); // float32
                writer.Write((ulong)offset);
                offset = Aligned(offset + tensor.Shape.Aggregate(4L, (product, dimension) => product * dimension));
            }

            foreach (var tensor in gguf.Tensors.Values)
            {
                stream.Position = Aligned(stream.Position);
                float[] values = Dequantised(gguf, tensor);
                writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static float[] Dequantised(GgufFile gguf, TensorEntry tensor)
    {
        var values = new float[tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension)];
        using var bytes = gguf.Pin(tensor);
        Dequantise.All(tensor, bytes, values);
        return values;
    }

    private static void WriteKeys(BinaryWriter writer, GgufFile gguf, string source)
    {
        writer.Write((ulong)gguf.Values.Count);
        using var bytes = File.OpenRead(source);
        foreach ((string key, var value) in gguf.Values)
        {
            WriteText(writer, key);
            if (value.IsArray)
            {
                writer.Write((uint)GgufType.Array);
                writer.Write((uint)value.Type);
                writer.Write((ulong)value.Count);
            }
            else
            {
                writer.Write((uint)value.Type);
            }

            if (key == "general.file_type")
            {
                writer.Write(0u); // all float32
                continue;
            }

            var raw = new byte[value.Length];
            bytes.Position = value.Offset;
            bytes.ReadExactly(raw);
            writer.Write(raw);
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static long Aligned(long position) => (position + Alignment - 1) / Alignment * Alignment;
}
