using System.Collections;
using System.Globalization;
using System.Text;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Reads the keys of a trusted GGUF file for the tests of tokenizers, which do not depend on the product's own reader.</summary>
internal static class GgufKeys
{
    public static GgufTokenizerKeys Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        reader.ReadUInt64(); // magic and version
        reader.ReadUInt64(); // number of tensors
        Dictionary<string, object> values = [];
        for (ulong count = reader.ReadUInt64(); count > 0; count--)
        {
            string key = Text(reader);
            values[key] = Value(reader, reader.ReadUInt32());
        }

        T? Find<T>(string key) => values.TryGetValue($"tokenizer.{key}", out object? value) ? (T)value : default;
        int? Id(string key) =>
            Find<object>($"ggml.{key}_token_id") is object value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : null;
        return new GgufTokenizerKeys
        {
            Model = Find<string>("ggml.model")!,
            PreTokenizer = Find<string>("ggml.pre"),
            Tokens = [.. Find<ArrayList>("ggml.tokens")!.Cast<string>()],
            Scores = Find<ArrayList>("ggml.scores")?.Cast<float>().ToList(),
            TokenTypes = Find<ArrayList>("ggml.token_type")?.Cast<int>().ToList(),
            Merges = Find<ArrayList>("ggml.merges")?.Cast<string>().ToList(),
            Bos = Id("bos"),
            Eos = Id("eos"),
            EndOfTurn = Id("eot"),
            Unknown = Id("unknown"),
            Padding = Id("padding"),
            AddBos = (bool?)Find<object>("ggml.add_bos_token"),
            AddSpacePrefix = (bool?)Find<object>("ggml.add_space_prefix"),
            ChatTemplate = Find<string>("chat_template"),
            Place = path,
        };
    }

    private static string Text(BinaryReader reader) => Encoding.UTF8.GetString(reader.ReadBytes((int)reader.ReadUInt64()));

    private static object Value(BinaryReader reader, uint type)
    {
        if (type != 9)
        {
            return Scalar(reader, type);
        }

        uint item = reader.ReadUInt32();
        var list = new ArrayList();
        for (ulong count = reader.ReadUInt64(); count > 0; count--)
        {
            list.Add(Scalar(reader, item));
        }

        return list;
    }

    private static object Scalar(BinaryReader reader, uint type) =>
        type switch
        {
            0 => reader.ReadByte(),
            1 => reader.ReadSByte(),
            2 => reader.ReadUInt16(),
            3 => reader.ReadInt16(),
            4 => reader.ReadUInt32(),
            5 => reader.ReadInt32(),
            6 => reader.ReadSingle(),
            7 => reader.ReadBoolean(),
            8 => Text(reader),
            10 => reader.ReadUInt64(),
            11 => reader.ReadInt64(),
            12 => reader.ReadDouble(),
            _ => throw new InvalidDataException($"type {type}"),
        };
}
