using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Refrain.Prompts;

/// <summary>
/// A check as JSON: <c>{schema_version, name, hash, languages: {XX: {CLASS: {SPLIT: n}}}, findings: [{kind, language, class, split, of,
/// ids}]}</c>.
/// </summary>
internal static class SuiteCheckJson
{
    public static string Write(SuiteCheck check)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.Default }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", 1);
            writer.WriteString("name", check.Name);
            writer.WriteString("hash", check.Hash);
            WriteCounts(writer, check);
            writer.WriteStartArray("findings");
            foreach (var finding in check.Findings)
            {
                WriteFinding(writer, finding);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteCounts(Utf8JsonWriter writer, SuiteCheck check)
    {
        writer.WriteStartObject("languages");
        foreach (var language in check.Counts.GroupBy(count => count.Language))
        {
            writer.WriteStartObject(language.Key);
            foreach (var promptClass in language.GroupBy(count => count.Class))
            {
                writer.WriteStartObject(promptClass.Key.Word());
                foreach (var count in promptClass)
                {
                    writer.WriteNumber(count.Split.Word(), count.Prompts);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter writer, SuiteFinding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Kind.ToString()));
        writer.WriteString("language", finding.Language);
        writer.WriteString("class", finding.Class.Word());
        writer.WriteString("split", finding.Split.Word());
        writer.WriteNumber("of", finding.Of);
        writer.WriteStartArray("ids");
        foreach (string id in finding.Ids)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
