using System.Text.Json;
using System.Text.Json.Serialization;
using Refrain.Directions;

namespace Refrain.Runs;

/// <summary>A value of an enumeration as its name in small letters.</summary>
internal sealed class LowerCaseConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly (string Word, T Value)[] Words =
    [
        .. Enum.GetValues<T>().Select(value => (value.ToString().ToLowerInvariant(), value)),
    ];

    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        string? word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var (known, value) in Words)
        {
            if (known == word)
            {
                return value;
            }
        }

        throw new UnknownWordException(string.Join(", ", Words.Select(known => known.Word)));
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Words.First(known => EqualityComparer<T>.Default.Equals(known.Value, value)).Word);
}

/// <summary>A control as its name in small letters, and null where the direction itself was used.</summary>
internal sealed class ControlConverter : JsonConverter<Control>
{
    private static readonly LowerCaseConverter<Control> Named = new();

    public override bool HandleNull => true;

    public override Control Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? Control.None : Named.Read(ref reader, type, options);

    public override void Write(Utf8JsonWriter writer, Control value, JsonSerializerOptions options)
    {
        if (value == Control.None)
        {
            writer.WriteNullValue();
        }
        else
        {
            Named.Write(writer, value, options);
        }
    }
}

/// <summary>A word is none of those that are expected, which the message lists.</summary>
internal sealed class UnknownWordException(string expected) : JsonException(expected)
{
    public string Expected { get; } = expected;
}
