using System.Buffers.Binary;
using System.Text;

namespace Refrain.Checkpoints;

/// <summary>A memory-mapped GGUF file, or all parts of a split one: typed keys, and tensors under the file's own names.</summary>
internal sealed class GgufFile : IDisposable
{
    private readonly MappedFile file;

    internal GgufFile(MappedFile file)
    {
        GgufHeader header = GgufHeader.Parse(file);
        this.file = file;
        Version = header.Version;
        Values = header.Values;
        Tensors = header.Tensors;
        Files = [file];
    }

    /// <summary>A split file: the keys of its first part, the tensors of all.</summary>
    internal GgufFile(GgufFile first, IReadOnlyList<MappedFile> files, IReadOnlyDictionary<string, TensorEntry> tensors)
    {
        this.file = first.file;
        Version = first.Version;
        Values = first.Values;
        Tensors = tensors;
        Files = files;
    }

    /// <summary>Full path, links resolved; of a split file, that of its first part.</summary>
    public string Path => this.file.Path;

    /// <summary>Version of the format: 2 or 3.</summary>
    public uint Version { get; }

    /// <summary>Types and places of all keys; their values come from the methods below.</summary>
    public IReadOnlyDictionary<string, GgufValue> Values { get; }

    /// <summary>Tensors by the file's names (<c>blk.0.attn_q.weight</c>), shapes in Hugging Face order.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The parts in order; one where the file is not split.</summary>
    internal IReadOnlyList<MappedFile> Files { get; }

    /// <summary>Maps the file and checks its whole header; a part of a split file brings its other parts along.</summary>
    /// <exception cref="BadInputException">A file is missing, or its header is truncated, contradicts itself or another part, or needs what
    /// is not supported.</exception>
    public static GgufFile Open(string path)
    {
        GgufFile file = OpenOne(path);
        return file.Values.ContainsKey(GgufSplit.CountKey) ? GgufSplit.Join(path, file) : file;
    }

    /// <summary>Opens one file and does not look at others, even where it is one of several parts.</summary>
    internal static GgufFile OpenOne(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new GgufFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A string key's value, or null where the key is absent.</summary>
    /// <exception cref="BadInputException">The key has another type.</exception>
    public string? String(string key) => Find(key, array: false, "a string", GgufType.String) is { } value ? DecodeStrings(value)[0] : null;

    /// <summary>A whole number of any width, or null where the key is absent.</summary>
    /// <exception cref="BadInputException">The key has another type or does not fit 64 signed bits.</exception>
    public long? Integer(string key) =>
        Find(key, array: false, "a whole number", IntegerTypes) is { } value ? DecodeIntegers(key, value)[0] : null;

    /// <summary>A number, whole or not, or null where the key is absent.</summary>
    /// <exception cref="BadInputException">The key has another type.</exception>
    public double? Number(string key) =>
        Find(key, array: false, "a number", [.. IntegerTypes, GgufType.Float32, GgufType.Float64]) is { } value
            ? DecodeNumbers(key, value)[0]
            : null;

    /// <summary>A truth value, or null where the key is absent.</summary>
    /// <exception cref="BadInputException">The key has another type.</exception>
    public bool? Boolean(string key) =>
        Find(key, array: false, "a truth value", GgufType.Boolean) is { } value ? Bytes(value)[0] != 0 : null;

    /// <summary>An array of strings, or null where the key is absent. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <exception cref="BadInputException">The key has another type.</exception>
    public IReadOnlyList<string>? Strings(string key) =>
        Find(key, array: true, "an array of strings", GgufType.String) is { } value ? DecodeStrings(value) : null;

    /// <summary>An array of whole numbers, or null where the key is absent.</summary>
    /// <exception cref="BadInputException">The key has another type.</exception>
    public IReadOnlyList<long>? Integers(string key) =>
        Find(key, array: true, "an array of whole numbers", IntegerTypes) is { } value ? DecodeIntegers(key, value) : null;

    /// <summary>An array of numbers, or null where the key is absent.</summary>
    /// <exception cref="BadInputException">The key has another type.</exception>
    public IReadOnlyList<double>? Numbers(string key) =>
        Find(key, array: true, "an array of numbers", [.. IntegerTypes, GgufType.Float32, GgufType.Float64]) is { } value
            ? DecodeNumbers(key, value)
            : null;

    /// <summary>The stored bytes of one of <see cref="Tensors"/>.</summary>
    internal MappedBytes Pin(TensorEntry tensor) => Files.First(file => file.Path == tensor.File).Pin(tensor.Offset, tensor.Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MappedFile file in Files)
        {
            file.Dispose();
        }
    }

    private static GgufType[] IntegerTypes { get; } =
    [GgufType.UInt8, GgufType.Int8, GgufType.UInt16, GgufType.Int16, GgufType.UInt32, GgufType.Int32, GgufType.UInt64, GgufType.Int64];

    private GgufValue? Find(string key, bool array, string expected, params ReadOnlySpan<GgufType> types)
    {
        if (!Values.TryGetValue(key, out GgufValue? value))
        {
            return null;
        }

        return value.IsArray == array && types.Contains(value.Type)
            ? value
            : throw new BadInputException(
                $"{Path}: {BadInputException.Show(key)}",
                $"is {(value.IsArray ? $"an array of {value.Count} {value.Type}" : value.Type.ToString())}",
                expected
            );
    }

    private byte[] Bytes(GgufValue value)
    {
        using MappedBytes bytes = this.file.Pin(value.Offset, value.Length);
        return bytes.Slice(0, checked((int)value.Length)).ToArray();
    }

    private string[] DecodeStrings(GgufValue value)
    {
        using MappedBytes bytes = this.file.Pin(value.Offset, value.Length);
        var strings = new string[value.Count];
        long position = 0;
        for (int i = 0; i < strings.Length; i++)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(position, 8)));
            strings[i] = Encoding.UTF8.GetString(bytes.Slice(position + 8, length));
            position += 8 + length;
        }

        return strings;
    }

    private long[] DecodeIntegers(string key, GgufValue value)
    {
        byte[] bytes = Bytes(value);
        int size = GgufValue.Size(value.Type);
        var numbers = new long[value.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.AsSpan(i * size, size);
            numbers[i] = value.Type switch
            {
                GgufType.UInt8 => element[0],
                GgufType.Int8 => (sbyte)element[0],
                GgufType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
                GgufType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
                GgufType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
                GgufType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                GgufType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                _ => Signed(key, BinaryPrimitives.ReadUInt64LittleEndian(element)),
            };
        }

        return numbers;
    }

    private long Signed(string key, ulong value) =>
        value <= long.MaxValue
            ? (long)value
            : throw new BadInputException($"{Path}: {BadInputException.Show(key)}", $"is {value}", $"at most {long.MaxValue}");

    private double[] DecodeNumbers(string key, GgufValue value)
    {
        if (value.Type is not (GgufType.Float32 or GgufType.Float64))
        {
            return Array.ConvertAll(DecodeIntegers(key, value), number => (double)number);
        }

        byte[] bytes = Bytes(value);
        var numbers = new double[value.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] =
                value.Type == GgufType.Float32
                    ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * 4))
                    : BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * 8));
        }

        return numbers;
    }
}
