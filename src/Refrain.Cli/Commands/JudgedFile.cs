using System.Text.Encodings.Web;
using System.Text.Json;
using Refrain.Judging;
using Refrain.Runs;

namespace Refrain.Cli.Commands;

/// <summary>Verdicts as a file of labels: what names the response, and <c>label</c>.</summary>
internal static class JudgedFile
{
    /// <summary>Writes the file whole or not at all; a response without an id is named by its text.</summary>
    public static void Write(string path, IReadOnlyList<LabelledResponse> rows, IReadOnlyList<Judgement> judgements) =>
        AtomicFile.WriteAt(path, stream =>
        {
            foreach (var (row, judgement) in rows.Zip(judgements))
            {
                using (
                    var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
                )
                {
                    writer.WriteStartObject();
                    Text(writer, "id", row.Id);
                    Text(writer, "language", row.Language);
                    Text(writer, "class", row.Class);
                    Text(writer, "condition", row.Condition);
                    Text(writer, "model", row.Model);
                    Text(writer, "response", row.Id.Length == 0 ? row.Response : "");
                    writer.WriteString("label", judgement.Outcome.Word());
                    writer.WriteNumber("probability", Math.Round(judgement.Probability, 6));
                    Text(writer, "reason", judgement.Reason ?? "");
                    writer.WriteEndObject();
                }

                stream.WriteByte((byte)'\n');
            }
        });

    private static void Text(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }
}
