using System.Text;
using System.Text.Json;

namespace Refrain.Tests.Fuzzing.Mutation;

/// <summary>JSON that can also be wrong: members may repeat, and a scalar is any text.</summary>
internal sealed class JsonTree
{
    /// <summary><c>{</c>, <c>[</c>, or anything else for a scalar.</summary>
    public char Kind { get; init; } = ' ';

    /// <summary>A scalar as it stands in the file.</summary>
    public string Text { get; set; } = "";

    /// <summary>Members of an object, with quoted names; elements of an array, with empty ones.</summary>
    public List<(string Name, JsonTree Value)> Children { get; init; } = [];

    public static JsonTree Scalar(string text) => new() { Text = text };

    /// <summary>The tree of a text; null where it is not JSON.</summary>
    public static JsonTree? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Of(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public JsonTree Copy() =>
        Kind == ' ' ? Scalar(Text) : new() { Kind = Kind, Children = [.. Children.Select(child => (child.Name, child.Value.Copy()))] };

    public byte[] Bytes()
    {
        var text = new StringBuilder();
        Write(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public void Write(StringBuilder text)
    {
        if (Kind == ' ')
        {
            text.Append(Text);
            return;
        }

        text.Append(Kind);
        for (int i = 0; i < Children.Count && text.Length <= Fuzzer.LongestInput; i++)
        {
            text.Append(i == 0 ? "" : ",");
            if (Kind == '{')
            {
                text.Append(Children[i].Name).Append(':');
            }

            Children[i].Value.Write(text);
        }

        text.Append(Kind == '{' ? '}' : ']');
    }

    private static JsonTree Of(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => new()
            {
                Kind = '{',
                Children = [.. element.EnumerateObject().Select(member => (Quoted(member.Name), Of(member.Value)))],
            },
            JsonValueKind.Array => new() { Kind = '[', Children = [.. element.EnumerateArray().Select(item => ("\"\"", Of(item)))] },
            _ => Scalar(element.GetRawText()),
        };

    private static string Quoted(string name) => $"\"{JsonEncodedText.Encode(name)}\"";
}
