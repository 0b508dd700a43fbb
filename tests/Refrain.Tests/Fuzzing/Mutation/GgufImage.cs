using System.Text;

namespace Refrain.Tests.Fuzzing.Mutation;

/// <summary>A GGUF in its fields, written together again whatever they say.</summary>
internal sealed class GgufImage
{
    public sealed record Key(byte[] Name, uint Type, byte[] Value);

    public sealed record Tensor(byte[] Name, ulong[] Dimensions, uint Type, ulong Offset);

    public uint Version { get; set; } = 3;

    public ulong? KeyCount { get; set; }

    public ulong? TensorCount { get; set; }

    public List<Key> Keys { get; init; } = [];

    public List<Tensor> Tensors { get; init; } = [];

    public byte[] Data { get; set; } = [];

    public GgufImage Copy() =>
        new()
        {
            Version = Version,
            Keys = [.. Keys],
            Tensors = [.. Tensors],
            Data = Data,
        };

    /// <summary>The fields of a well-formed file; null where it is none.</summary>
    public static GgufImage? Parse(byte[] bytes)
    {
        try
        {
            var reader = new BinaryReader(new MemoryStream(bytes));
            var image = new GgufImage();
            reader.ReadUInt32();
            image.Version = reader.ReadUInt32();
            ulong tensors = reader.ReadUInt64(),
                keys = reader.ReadUInt64();
            for (ulong i = 0; i < keys; i++)
            {
                byte[] name = Text(reader);
                uint type = reader.ReadUInt32();
                long start = reader.BaseStream.Position;
                Skip(reader, type);
                image.Keys.Add(new(name, type, bytes[(int)start..(int)reader.BaseStream.Position]));
            }

            for (ulong i = 0; i < tensors; i++)
            {
                byte[] name = Text(reader);
                ulong[] dimensions = [.. Enumerable.Range(0, (int)reader.ReadUInt32()).Select(_ => reader.ReadUInt64())];
                image.Tensors.Add(new(name, dimensions, reader.ReadUInt32(), reader.ReadUInt64()));
            }

            int alignment = image.Keys.Find(key => Encoding.ASCII.GetString(key.Name) == "general.alignment") is { } aligned
                ? BitConverter.ToInt32(aligned.Value)
                : 32;
            image.Data = bytes[(int)((reader.BaseStream.Position + alignment - 1) / alignment * alignment)..];
            return image;
        }
        catch (Exception error) when (error is IOException or ArgumentException or OverflowException or OutOfMemoryException)
        {
            return null;
        }
    }

    public byte[] Bytes()
    {
        var bytes = new MemoryStream();
        bytes.Write([
            .. "GGUF"u8,
            .. BitConverter.GetBytes(Version),
            .. BitConverter.GetBytes(TensorCount ?? (ulong)Tensors.Count),
            .. BitConverter.GetBytes(KeyCount ?? (ulong)Keys.Count),
        ]);
        int alignment = 32;
        foreach (Key key in Keys)
        {
            bytes.Write([.. Text(key.Name), .. BitConverter.GetBytes(key.Type), .. key.Value]);
            alignment =
                key.Value.Length == 4
                && key.Name.AsSpan().SequenceEqual("general.alignment"u8)
                && BitConverter.ToUInt32(key.Value) is > 0 and < 4096 and var given
                    ? (int)given
                    : alignment;
        }

        foreach (Tensor tensor in Tensors)
        {
            bytes.Write([
                .. Text(tensor.Name),
                .. BitConverter.GetBytes((uint)tensor.Dimensions.Length),
                .. tensor.Dimensions.SelectMany(BitConverter.GetBytes),
                .. BitConverter.GetBytes(tensor.Type),
                .. BitConverter.GetBytes(tensor.Offset),
            ]);
        }

        bytes.Write(new byte[(alignment - (bytes.Length % alignment)) % alignment]);
        bytes.Write(Data);
        return bytes.ToArray();
    }

    public static byte[] Text(byte[] text) => [.. BitConverter.GetBytes((ulong)text.Length), .. text];

    private static byte[] Text(BinaryReader reader) => reader.ReadBytes(checked((int)reader.ReadUInt64()));

    private static void Skip(BinaryReader reader, uint type)
    {
        switch (type)
        {
            case 8:
                Text(reader);
                break;
            case 9:
                uint element = reader.ReadUInt32();
                for (ulong count = reader.ReadUInt64(); count > 0; count--)
                {
                    Skip(reader, element);
                }

                break;
            default:
                reader.ReadBytes(
                    type switch
                    {
                        0 or 1 or 7 => 1,
                        2 or 3 => 2,
                        10 or 11 or 12 => 8,
                        _ => 4,
                    }
                );
                break;
        }
    }
}
