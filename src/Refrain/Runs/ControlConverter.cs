using System.Text.Json;
using System.Text.Json.Serialization;
using Refrain.Directions;

namespace Refrain.Runs;

/// <summary>A control as its word, and null where the direction itself was used.</summary>
internal sealed class ControlConverter : JsonConverter<Control>
{
    private static readonly Words<Control> Named = new();

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
