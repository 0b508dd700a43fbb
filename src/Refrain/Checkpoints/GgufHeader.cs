using System.Buffers.Binary;

namespace Refrain.Checkpoints;

/// <summary>The checked header of a GGUF: keys and tensors under the names that the file gives them.</summary>
internal sealed record GgufHeader(
    uint Version,
    IReadOnlyDictionary<string, GgufValue> Values,
    IReadOnlyDictionary<string, TensorEntry> Tensors
)
{
    private const uint Magic = 0x46554747; // "GGUF"
    private const uint SwappedMagic = 0x47475546;
    private const int MaximumDimensions = 4;
    private const int DefaultAlignment = 32;

    public static GgufHeader Parse(MappedFile file)
    {
        using MappedBytes bytes = file.Pin(0, file.Length);
        var cursor = new GgufCursor(file.Path, bytes);
        uint version = CheckVersion(file.Path, ref cursor);
        long tensorCount = cursor.Count("tensors", 24);
        long keyCount = cursor.Count("keys", 13);
        var values = new Dictionary<string, GgufValue>();
        for (long i = 0; i < keyCount; i++)
        {
            string key = cursor.Name("a key");
            if (!values.TryAdd(key, cursor.Value(key)))
            {
                throw Bad($"{file.Path}: {BadInputException.Show(key)}", "appears twice", "each key once");
            }
        }

        long alignment = Alignment(file.Path, values, bytes);
        var tensors = new List<(string Name, long[] Shape, StorageType Type, ulong Offset)>();
        for (long i = 0; i < tensorCount; i++)
        {
            tensors.Add(Tensor(file.Path, ref cursor));
        }

        long start = (cursor.Position + alignment - 1) / alignment * alignment;
        Dictionary<string, TensorEntry> entries = Place(file, tensors, start, alignment);
        TensorLayout.CheckOverlaps(file.Path, entries.Values, start, file.Length, contiguous: false);
        return new GgufHeader(version, values, entries);
    }

    private static uint CheckVersion(string path, ref GgufCursor cursor)
    {
        uint magic = cursor.Left < 24 ? 0 : cursor.UInt32();
        if (magic is 0x67676D6C or 0x67676D66 or 0x67676A74)
        {
            throw new BadInputException(
                path,
                "is in a format from before GGUF (GGML, GGMF or GGJT), which is not supported",
                "GGUF",
                "Convert the original model with a current converter."
            );
        }

        if (magic is not (Magic or SwappedMagic))
        {
            throw Bad(path, "does not begin as a GGUF file does", "the letters GGUF and a header");
        }

        // Writers for big-endian machines swap the version; some swap the letters too.
        uint version = cursor.UInt32();
        if (magic == SwappedMagic || (version != 0 && (version & 0xFFFF) == 0))
        {
            throw new BadInputException(
                path,
                "is a big-endian GGUF file, which is not supported",
                "little-endian",
                "Convert the model again on a little-endian machine."
            );
        }

        return version is 2 or 3
            ? version
            : throw new BadInputException(
                path,
                $"has GGUF version {version}, which is not supported",
                "version 2 or 3",
                "Convert the model again with a current converter."
            );
    }

    private static long Alignment(string path, Dictionary<string, GgufValue> values, in MappedBytes bytes)
    {
        if (!values.TryGetValue("general.alignment", out GgufValue? value))
        {
            return DefaultAlignment;
        }

        uint alignment = value is { Type: GgufType.UInt32, IsArray: false }
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(value.Offset, 4))
            : 0;
        return alignment is >= 8 and <= 1 << 20 && uint.IsPow2(alignment)
            ? alignment
            : throw Bad($"{path}: general.alignment", $"is {alignment} ({value.Type})", "a power of two from 8 to 1048576");
    }

    private static (string Name, long[] Shape, StorageType Type, ulong Offset) Tensor(string path, ref GgufCursor cursor)
    {
        string name = cursor.Name("a tensor name");
        string place = $"{path}: {BadInputException.Show(name)}";
        uint dimensions = cursor.UInt32();
        if (dimensions > MaximumDimensions)
        {
            throw Bad(place, $"has {dimensions} dimensions", $"at most {MaximumDimensions}");
        }

        // The file counts from the innermost dimension; Hugging Face from the outermost.
        var shape = new long[dimensions];
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            ulong dimension = cursor.UInt64();
            shape[i] = dimension is > 0 and <= long.MaxValue
                ? (long)dimension
                : throw Bad(place, $"has the dimension {dimension}", "a positive one");
        }

        uint number = cursor.UInt32();
        StorageType type = StorageLayout.OfGguf(number)
            ?? throw new BadInputException(
                place,
                $"is stored as {StorageLayout.GgufName(number)}, which is not supported",
                StorageLayout.Readable,
                "Use a file with another quantisation."
            );
        return (name, shape, type, cursor.UInt64());
    }

    private static Dictionary<string, TensorEntry> Place(
        MappedFile file,
        List<(string Name, long[] Shape, StorageType Type, ulong Offset)> tensors,
        long start,
        long alignment
    )
    {
        var entries = new Dictionary<string, TensorEntry>();
        foreach ((string name, long[] shape, StorageType type, ulong offset) in tensors)
        {
            string place = $"{file.Path}: {BadInputException.Show(name)}";
            long length = TensorLayout.ByteLength(place, shape, type);
            long room = file.Length - start;
            if (room < 0 || offset > (ulong)room || length > room - (long)offset || offset % (ulong)alignment != 0)
            {
                throw Bad(
                    place,
                    $"lies at {offset} with {length} bytes, aligned to {alignment}",
                    $"a place within the {Math.Max(room, 0)} bytes of data"
                );
            }

            if (!entries.TryAdd(name, new TensorEntry(name, shape, type, file.Path, start + (long)offset, length)))
            {
                throw Bad(place, "appears twice", "each tensor once");
            }
        }

        return entries;
    }

    private static BadInputException Bad(string place, string problem, string expected) =>
        new(place, problem, expected, "Download the file again.");
}
