using System.Text;
using Refrain.Cli.Json;
using Refrain.Judging;

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
                stream.Write(Encoding.UTF8.GetBytes(CliJson.Compact(LabelLine.Of(row, judgement)) + "\n"));
            }
        });
}
