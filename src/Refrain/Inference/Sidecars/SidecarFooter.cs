using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Refrain.Inference.Sidecars;

/// <summary>
/// What follows a sidecar's body: CRC-32C of every MiB of it, a description as JSON, and a trailer that says where they begin.
/// </summary>
/// <remarks>Little-endian: <c>uint32[⌈body / 1 MiB⌉]</c>, JSON, then the trailer's 32 bytes: 16 of magic, body bytes (int64), JSON bytes
/// (int32), CRC-32C of all of the footer before it (uint32).</remarks>
internal sealed record SidecarFooter
{
    /// <summary>Bytes of the body that one CRC covers.</summary>
    public const int Chunk = 1 << 20;

    private const int TrailerBytes = 32;
    private const int MostJson = 1 << 16;
    private static ReadOnlySpan<byte> Magic => "refrain sidecar2"u8;

    public required string Kind { get; init; }

    /// <summary>The layout's hash.</summary>
    public required string Layout { get; init; }

    /// <summary>Bytes of the body.</summary>
    public required long Bytes { get; init; }

    /// <summary>The checkpoint's name, and the path that it was opened from.</summary>
    public required string Model { get; init; }

    public required string Path { get; init; }

    /// <summary>When it was written, in whole even seconds, which every file system can keep as the file's time.</summary>
    public required DateTime Written { get; init; }

    /// <summary>CRC-32C of each MiB of the body.</summary>
    public required uint[] Chunks { get; init; }

    /// <summary>Bytes of a footer, at most: for the disk space that a sidecar needs.</summary>
    public static long MostBytes(long body) => (body + Chunk - 1) / Chunk * sizeof(uint) + MostJson + TrailerBytes;

    public byte[] Serialise()
    {
        byte[] json = Json();
        var bytes = new byte[(long)Chunks.Length * sizeof(uint) + json.Length + TrailerBytes];
        for (int chunk = 0; chunk < Chunks.Length; chunk++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(chunk * sizeof(uint)), Chunks[chunk]);
        }

        json.CopyTo(bytes, Chunks.Length * sizeof(uint));
        var trailer = bytes.AsSpan(bytes.Length - TrailerBytes);
        Magic.CopyTo(trailer);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[16..], Bytes);
        BinaryPrimitives.WriteInt32LittleEndian(trailer[24..], json.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[28..], Checksum.Append(0, bytes.AsSpan(0, bytes.Length - sizeof(uint))));
        return bytes;
    }

    /// <summary>Reads and checks the footer; null, with the reason, where there is none or it is damaged.</summary>
    public static SidecarFooter? Read(SafeFileHandle file, out string problem)
    {
        long length = RandomAccess.GetLength(file);
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        if (length < TrailerBytes || !ReadAll(file, trailer, length - TrailerBytes) || !trailer[..16].SequenceEqual(Magic))
        {
            problem = "it is cut off, or of another version";
            return null;
        }

        long body = BinaryPrimitives.ReadInt64LittleEndian(trailer[16..]);
        int json = BinaryPrimitives.ReadInt32LittleEndian(trailer[24..]);
        problem = "its footer is damaged";
        if (body < 0 || body > length || json is < 0 or > MostJson)
        {
            return null;
        }

        long chunks = (body + Chunk - 1) / Chunk,
            rest = chunks * sizeof(uint) + json + TrailerBytes;
        if (rest > int.MaxValue || length != body + rest)
        {
            return null;
        }

        var bytes = new byte[rest];
        if (
            !ReadAll(file, bytes, body)
            || Checksum.Append(0, bytes.AsSpan(0, bytes.Length - sizeof(uint))) != BinaryPrimitives.ReadUInt32LittleEndian(trailer[28..])
        )
        {
            return null;
        }

        return Parse(bytes, (int)chunks, json, body);
    }

    internal static bool ReadAll(SafeFileHandle file, Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            int read = RandomAccess.Read(file, target, offset);
            if (read == 0)
            {
                return false;
            }

            target = target[read..];
            offset += read;
        }

        return true;
    }

    private byte[] Json()
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            json.WriteString("layout", Layout);
            json.WriteString("model", Shortened(Model));
            json.WriteString("path", Shortened(Path));
            json.WriteString("written", Written.ToString("O", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    // A path can have any length; the footer's JSON cannot.
    private static string Shortened(string text) => text.Length > 4096 ? text[..4096] : text;

    private static SidecarFooter? Parse(byte[] bytes, int chunks, int jsonLength, long body)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(chunks * sizeof(uint), jsonLength));
            string Text(string name) => json.RootElement.GetProperty(name).GetString() ?? "";
            var sums = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan(0, chunks * sizeof(uint))).ToArray();
            if (!BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(sums, sums);
            }

            return new SidecarFooter
            {
                Kind = Text("kind"),
                Layout = Text("layout"),
                Bytes = body,
                Model = Text("model"),
                Path = Text("path"),
                Written = DateTime.Parse(Text("written"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                Chunks = sums,
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
