using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Runs;

namespace Refrain.Comparisons;

/// <summary>A finished run as a comparison reads it; it changes nothing.</summary>
internal sealed class ComparedRun : IDisposable
{
    private readonly RunStore store;
    private readonly SafetensorsFile directions;
    private readonly Lazy<IReadOnlyList<(string Key, ExtractionBatchItem Batch)>> batches;

    private ComparedRun(string folder, RunStore store, AuditReport report, SafetensorsFile directions)
    {
        (Named, this.store, Report, this.directions) = (folder, store, report, directions);

        // Runs of schema 1 keep them in a layout of that time; their directions and answers are compared all the same.
        batches = new(() =>
            store.Manifest.SchemaVersion < 2
                ? []
                : [.. store.All(ExtractionBatchItem.Stage).Select(item => (item.Key, ExtractionBatchItem.Decode(item)))]
        );
    }

    /// <summary>The folder, as it was named.</summary>
    public string Named { get; }

    public AuditReport Report { get; }

    public RunManifest Manifest => store.Manifest;

    /// <summary>The position of everything that is compared where this run comes first.</summary>
    public int Position => Report.Selection.Position ?? -1;

    /// <summary>l*, or the middle layer where none was chosen.</summary>
    public int Layer => Report.Selection.ChosenLayer ?? Report.Model.Layers / 2;

    /// <summary>The answers of the untouched model and under the report's own intervention.</summary>
    public required Outcomes Answers { get; init; }

    /// <summary>Opens a run.</summary>
    /// <exception cref="BadInputException">The folder is no run, has not finished, or lacks what a comparison reads.</exception>
    public static ComparedRun Open(string folder)
    {
        var store = RunStore.OpenForReading(folder);
        try
        {
            var report = RunReport.Find(store)
                ?? throw new BadInputException(
                    BadInputException.Show(folder),
                    "is a run that has not finished",
                    "a finished one",
                    "Run its audit command again: it continues where it was."
                );
            var answers = ComparedAnswers.Of(store, report);
            string path = Path.Combine(store.Folder, RunFolder.DirectionsFile);
            return new ComparedRun(folder, store, report, File.Exists(path) ? SafetensorsFile.Open(path) : throw RunRows.Missing(path))
            {
                Answers = answers,
            };
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Class means of a language's train prompts; null where the suite has none of a class.</summary>
    public ClassMeans? Means(string language) => Tensors($"{language}.directions", $"{language}.harmless_means");

    /// <summary>The filtered directions of the report's own source, from which its intervention is made; null without any.</summary>
    public ClassMeans? Filtered => Tensors("source.directions", "source.harmless_means");

    /// <summary>Single train prompts at a position, in every layer; null where they were not kept there.</summary>
    public PromptActivations? Prompts(string language, int position, ClassMeans shape)
    {
        float[][]? Streams(PromptClass promptClass) =>
            KeptStreams.Of(
                batches.Value,
                key => store.Find(ExtractionItem.Stage, key),
                $"{language}/{promptClass.Word()}/{Split.Train.Word()}",
                position,
                shape.Layers,
                shape.Positions,
                shape.Hidden
            );
        return Streams(PromptClass.Harmful) is { } harmful && Streams(PromptClass.Harmless) is { } harmless
            ? new PromptActivations(harmful, harmless, shape.Layers, [], [])
            : null;
    }

    public void Dispose()
    {
        directions.Dispose();
        store.Dispose();
    }

    private ClassMeans? Tensors(string name, string means)
    {
        if (!directions.Tensors.TryGetValue(name, out var entry) || !directions.Tensors.TryGetValue(means, out var other))
        {
            return null;
        }

        return
            entry.Shape is [var layers, var positions, var hidden]
            && layers == Report.Model.Layers
            && positions >= -Position
            && hidden > 0
            && other.Shape.SequenceEqual(entry.Shape)
            ? new ClassMeans(directions.Read(name), directions.Read(means), (int)layers, (int)positions)
            : throw new BadInputException(
                directions.Path,
                $"{BadInputException.Show(name)} has the shape {entry.ShapeText}",
                $"[{Report.Model.Layers}, {-Position} or more, hidden]",
                "Run the audit again in another folder."
            );
    }
}
