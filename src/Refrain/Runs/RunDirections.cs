using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;

namespace Refrain.Runs;

/// <summary>Directions over [layer, position, hidden], with the harmless prompts' means beside them.</summary>
/// <param name="Layers">The model's number of blocks.</param>
/// <param name="Positions">Positions −P … −1; a control has one, which is the chosen one.</param>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="Directions">Harmful − harmless means, flat [layer, position, hidden].</param>
/// <param name="HarmlessMeans">Means of the harmless prompts, flat [layer, position, hidden].</param>
public sealed record LayerDirections(
    int Layers,
    int Positions,
    int HiddenSize,
    ReadOnlyMemory<float> Directions,
    ReadOnlyMemory<float> HarmlessMeans
)
{
    /// <summary>The direction at a layer and a position, [hidden].</summary>
    /// <param name="layer">0 … L − 1.</param>
    /// <param name="position">−P … −1.</param>
    public ReadOnlySpan<float> At(int layer, int position)
    {
        if (layer < 0 || layer >= Layers || position >= 0 || position < -Positions)
        {
            throw new ArgumentOutOfRangeException(
                nameof(position),
                (layer, position),
                $"Layers run from 0 to {Layers - 1}, positions from {-Positions} to -1."
            );
        }

        return Directions.Span.Slice(((layer + 1) * Positions + position) * HiddenSize, HiddenSize);
    }
}

/// <summary>The directions that a run measured and made its interventions from; not for several threads.</summary>
public sealed class RunDirections : IDisposable
{
    private const string SchemaVersion = "1";
    private const string Fix = "Put the file back that the audit wrote, or run the audit again in another folder.";

    private readonly SafetensorsFile file;

    private RunDirections(SafetensorsFile file)
    {
        this.file = file;
        Precision = file.Metadata.GetValueOrDefault("precision") switch
        {
            null or "exact" => Precision.Exact,
            "fast" => Precision.Fast,
            var other => throw new BadInputException(
                $"{file.Path}: precision",
                $"is {BadInputException.Show(other)}",
                "exact or fast",
                Fix
            ),
        };
    }

    /// <summary>The arithmetic that they were measured in.</summary>
    public Precision Precision { get; }

    /// <summary>All metadata of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => file.Metadata;

    /// <summary>The languages that <see cref="Of"/> has something of, in ordinal order.</summary>
    public IReadOnlyList<string> Languages =>
        [
            .. file
                .Tensors.Keys.Where(name => name.EndsWith(".directions", StringComparison.Ordinal))
                .Select(name => name[..^".directions".Length])
                .Where(name => name != "source" && !name.StartsWith("source.", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A language's directions over all of its train prompts; null where the run has none.</summary>
    /// <exception cref="BadInputException">The tensors are not of the right shape.</exception>
    public LayerDirections? Of(string language) => Read(language, axes: 3);

    /// <summary>
    /// A source's directions over the train prompts that passed the filter, from which interventions were made; null where the run has
    /// none.
    /// </summary>
    /// <param name="language">The source; null: the report's own.</param>
    /// <exception cref="BadInputException">The tensors are not of the right shape.</exception>
    public LayerDirections? OfSource(string? language = null) => Read(Source(language), axes: 3);

    /// <summary>What stood in a source's direction's place, at the chosen position; null where the run has none.</summary>
    /// <param name="control">Which.</param>
    /// <param name="language">The source; null: the report's own.</param>
    /// <exception cref="BadInputException">The tensors are not of the right shape.</exception>
    public LayerDirections? OfControl(Control control, string? language = null) => Read($"{Source(language)}.{control.Word()}", axes: 2);

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    internal static RunDirections Open(string path)
    {
        var file = File.Exists(path) ? SafetensorsFile.Open(path) : throw RunRows.Missing(path);
        try
        {
            return file.Metadata.GetValueOrDefault("schema_version") is var version && version == SchemaVersion
                ? new RunDirections(file)
                : throw new BadInputException(
                    $"{path}: schema_version",
                    version is null ? "is missing" : $"is {BadInputException.Show(version)}",
                    SchemaVersion,
                    "Read it with the version of this product that wrote it, or run the audit again."
                );
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string Source(string? language) => language is null ? "source" : $"source.{language}";

    private LayerDirections? Read(string name, int axes)
    {
        if (
            !file.Tensors.TryGetValue($"{name}.directions", out var entry)
            || !file.Tensors.TryGetValue($"{name}.harmless_means", out var means)
        )
        {
            return null;
        }

        if (
            entry.Shape.Count != axes
            || entry.Shape.Any(length => length is < 1 or > int.MaxValue)
            || !means.Shape.SequenceEqual(entry.Shape)
        )
        {
            throw new BadInputException(
                file.Path,
                $"{BadInputException.Show(name)} has the shapes {entry.ShapeText} and {means.ShapeText}",
                axes == 3 ? "[layer, position, hidden], both" : "[layer, hidden], both",
                Fix
            );
        }

        return new LayerDirections(
            (int)entry.Shape[0],
            axes == 3 ? (int)entry.Shape[1] : 1,
            (int)entry.Shape[^1],
            file.Read($"{name}.directions"),
            file.Read($"{name}.harmless_means")
        );
    }
}
