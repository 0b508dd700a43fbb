using System.Buffers.Binary;
using System.Text.Json;

namespace Refrain.Checkpoints;

/// <summary>The header of a safetensors file: 8 bytes of length, then JSON <c>{name: {dtype, shape, data_offsets}}</c>.</summary>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, TensorEntry> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    // The limit of the reference implementation.
    private const long MaximumBytes = 100_000_000;
    private const int MaximumDimensions = 8;

    public static SafetensorsHeader Parse(MappedFile file)
    {
        if (file.Length < 8)
        {
            throw Bad(file.Path, $"has {file.Length} bytes", "at least 8, the length of the header");
        }

        using MappedBytes bytes = file.Pin(0, file.Length);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(0, 8));
        if (length > MaximumBytes || (long)length > file.Length - 8)
        {
            throw Bad(
                file.Path,
                $"names a header of {length} bytes in a file of {file.Length}",
                $"at most {MaximumBytes} and no more than the file has"
            );
        }

        try
        {
            return Parse(file, bytes.Slice(8, (int)length));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new BadInputException(
                $"{file.Path}: header",
                $"is not a safetensors header ({BadInputException.Show(error.Message)})",
                "a JSON object of tensors",
                "Download the file again.",
                error
            );
        }
    }

    private static SafetensorsHeader Parse(MappedFile file, ReadOnlySpan<byte> json)
    {
        long start = 8 + json.Length;
        var tensors = new Dictionary<string, TensorEntry>();
        Dictionary<string, string> metadata = [];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } name)
        {
            if (name == "__metadata__")
            {
                metadata = metadata.Count == 0 ? ParseMetadata(ref reader) : throw new JsonException("__metadata__ appears twice");
                continue;
            }

            TensorEntry tensor = ParseTensor(ref reader, file, name, start);
            if (!tensors.TryAdd(name, tensor))
            {
                throw Bad($"{file.Path}: {BadInputException.Show(name)}", "appears twice", "each tensor once");
            }
        }

        if (reader.Read())
        {
            throw new JsonException("text after the header's object");
        }

        TensorLayout.CheckOverlaps(file.Path, tensors.Values, start, file.Length, contiguous: true);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static Dictionary<string, string> ParseMetadata(ref Utf8JsonReader reader)
    {
        var metadata = new Dictionary<string, string>();
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String);
            metadata[key] = reader.GetString()!;
        }

        return metadata;
    }

    private static TensorEntry ParseTensor(ref Utf8JsonReader reader, MappedFile file, string name, long start)
    {
        string place = $"{file.Path}: {BadInputException.Show(name)}";
        StorageType? type = null;
        long[]? shape = null,
            offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String);
                    string dtype = reader.GetString()!;
                    type = StorageLayout.OfSafetensors(dtype)
                        ?? throw new BadInputException(
                            place,
                            $"has the type {BadInputException.Show(dtype)}, which is not supported",
                            "F32, F16 or BF16"
                        );
                    break;
                case "shape" when shape is null:
                    shape = Integers(ref reader, place);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Integers(ref reader, place);
                    break;
                default:
                    throw Bad(place, $"has the key {BadInputException.Show(key)}", "dtype, shape and data_offsets, each once");
            }
        }

        if (type is null || shape is null || offsets is not [var first, var last])
        {
            throw Bad(place, "lacks dtype, shape or two data_offsets", "all three");
        }

        if (first < 0 || last < first || last > file.Length - start)
        {
            throw Bad(place, $"lies at {first} to {last}", $"offsets within the {file.Length - start} bytes of data");
        }

        long needed = TensorLayout.ByteLength(place, shape, type.Value);
        return needed == last - first
            ? new TensorEntry(name, shape, type.Value, file.Path, start + first, needed)
            : throw Bad(place, $"has {last - first} bytes", $"{needed} for {type} [{string.Join(", ", shape)}]");
    }

    private static long[] Integers(ref Utf8JsonReader reader, string place)
    {
        var values = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (values.Count == MaximumDimensions || !reader.TryGetInt64(out long value))
            {
                throw Bad(
                    place,
                    "has a list that is too long or holds more than whole numbers",
                    $"at most {MaximumDimensions} whole numbers"
                );
            }

            values.Add(value);
        }

        return reader.TokenType == JsonTokenType.EndArray ? [.. values] : throw new JsonException("a list of whole numbers is not closed");
    }

    private static string? NextName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? null : reader.GetString();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException($"{token} expected, {reader.TokenType} found");
        }
    }

    private static BadInputException Bad(string place, string problem, string expected) =>
        new(place, problem, expected, "Download the file again.");
}
