using System.Text;
using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Finds the chat template among the files of a folder.</summary>
internal static class ChatTemplateSource
{
    private const int LongestTemplate = 1 << 20;

    /// <summary>chat_template.jinja comes first, as in transformers, then tokenizer_config.json, then chat_template.json.</summary>
    public static (string? Source, string Place) Find(string folder, JsonPart config)
    {
        string file = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(file))
        {
            return (Check(Encoding.UTF8.GetString(TokenizerFile.ReadBytes(file)), file), file);
        }

        foreach (JsonPart place in new[] { config, TokenizerFolder.Document(folder, "chat_template.json") })
        {
            JsonPart template = place.Part("chat_template");
            if (Text(template) is string source)
            {
                return (Check(source, template.Place), template.Place);
            }
        }

        return (null, Path.Combine(folder, "tokenizer_config.json"));
    }

    /// <summary>The template itself, or, of a list of named ones, the one named "default", else the first.</summary>
    private static string? Text(JsonPart template)
    {
        switch (template.Element.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            case JsonValueKind.Array:
                JsonPart[] named = [.. template.Items()];
                JsonPart chosen = named.FirstOrDefault(item => item.OptionalText("name") == "default", named.FirstOrDefault());
                return named.Length == 0 ? null : chosen.Text("template");
            default:
                return template.String();
        }
    }

    private static string Check(string source, string place) =>
        source.Length <= LongestTemplate
            ? source
            : throw new BadInputException(place, $"is a template of {source.Length} characters", $"at most {LongestTemplate}");
}
