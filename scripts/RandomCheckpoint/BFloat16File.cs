using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Refrain.Scripts;

/// <summary>Writes a safetensors file of random bfloat16 tensors, some megabytes in memory at a time.</summary>
internal static class BFloat16File
{
    private const int Piece = 4 << 20; // values

    public static void Write(string path, IReadOnlyList<RandomTensor> tensors, ulong seed)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        file.Write(Header(tensors));
        var values = new ushort[Piece];
        foreach (var tensor in tensors)
        {
            ushort[] quantiles = Quantiles(tensor.Deviation);

            // Seeded by the name, so that a tensor does not depend on those before it.
            ulong state = seed ^ BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(tensor.Name)));
            for (long at = 0; at < tensor.Count; at += Piece)
            {
                var piece = values.AsSpan(0, (int)Math.Min(Piece, tensor.Count - at));
                Fill(piece, quantiles, ref state);
                file.Write(MemoryMarshal.AsBytes(piece));
            }
        }
    }

    private static void Fill(Span<ushort> values, ushort[] quantiles, ref ulong state)
    {
        for (int i = 0; i < values.Length; i += 4)
        {
            ulong bits = Next(ref state);
            for (int j = i; j < Math.Min(i + 4, values.Length); j++)
            {
                values[j] = quantiles[(ushort)bits];
                bits >>= 16;
            }
        }
    }

    // SplitMix64.
    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    // 65536 values that are equally likely and together as good as normal: sums of four uniform ones, by the table's four hexadecimal
    // digits.
    private static ushort[] Quantiles(float? deviation)
    {
        var table = new ushort[1 << 16];
        double unit = Math.Sqrt(4 * (16.0 * 16 - 1) / 12);
        for (int i = 0; i < table.Length; i++)
        {
            double sum = (i & 15) + ((i >> 4) & 15) + ((i >> 8) & 15) + (i >> 12) - 30;
            float value = deviation is { } scale ? (float)(sum / unit * scale) : 1f;
            table[i] = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
        }

        return table;
    }

    private static byte[] Header(IReadOnlyList<RandomTensor> tensors)
    {
        var json = new MemoryStream();
        json.Write(new byte[8]);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            long offset = 0;
            foreach (var tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", "BF16");
                writer.WriteStartArray("shape");
                Array.ForEach(tensor.Shape, writer.WriteNumberValue);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += 2 * tensor.Count);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (json.Length % 64 != 0)
        {
            json.WriteByte((byte)' ');
        }

        byte[] header = json.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - 8);
        return header;
    }
}
