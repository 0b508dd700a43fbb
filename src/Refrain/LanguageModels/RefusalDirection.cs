using System.Globalization;
using System.Numerics.Tensors;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.LanguageModels;

/// <summary>What was measured of a direction on the validation prompts that it was chosen by; null where it was not needed.</summary>
/// <param name="Ablated">Mean refusal score of harmful prompts under its ablation: the lower, the fewer refusals are left.</param>
/// <param name="Induced">Mean refusal score of harmless prompts with it added: at or above 0 it induces refusals.</param>
/// <param name="Divergence">How much its ablation changes the first token on harmless prompts, nats.</param>
public sealed record DirectionScores(double? Ablated, double? Induced, double? Divergence);

/// <summary>The direction in a model's residual stream that its refusals hang on, and the interventions made of it.</summary>
/// <remarks>Never changed after it was made; safe for use by many threads.</remarks>
public sealed class RefusalDirection
{
    private const string SchemaVersion = "1";
    private const string DirectionsName = "directions";
    private const string MeansName = "harmless_means";

    private readonly float[] directions; // [layer, hidden], at the chosen position
    private readonly float[] means; // the same of harmless prompts' means

    internal RefusalDirection(float[] directions, float[] means)
    {
        (this.directions, this.means) = (directions, means);
    }

    /// <summary>What the search came to; where it is not <see cref="SelectionVerdict.Passed"/>, there is no vector.</summary>
    public required SelectionVerdict Verdict { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The model's number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Width of its residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The prompts' language.</summary>
    public required string Language { get; init; }

    /// <summary>How it is taken out: everywhere to zero, or affinely from <see cref="Layer"/> on.</summary>
    public AblationKind Kind { get; init; }

    /// <summary>Where zero ablation acts.</summary>
    public HookSites Convention { get; init; }

    /// <summary>The layer that it is from; of affine ablation the first layer that it acts on.</summary>
    public int Layer { get; init; }

    /// <summary>The position that it is from, counted from the prompt's end (−1 is the last token).</summary>
    public int Position { get; init; }

    /// <summary>The block at whose input it is added to induce refusals; null: at none.</summary>
    public int? AdditionLayer { get; init; }

    /// <summary>What was measured of it.</summary>
    public DirectionScores Scores { get; init; } = new(null, null, null);

    /// <summary>
    /// r = μ_harmful − μ_harmless at <see cref="Layer"/> and <see cref="Position"/>, [hidden], as long as it was measured; empty where none
    /// was found.
    /// </summary>
    public ReadOnlyMemory<float> Vector => Found ? directions.AsMemory(Layer * HiddenSize, HiddenSize) : default;

    /// <summary>r̂: <see cref="Vector"/> at length 1.</summary>
    public ReadOnlyMemory<float> Unit
    {
        get
        {
            var unit = Vector.ToArray();
            TensorPrimitives.Divide(unit, Length, unit);
            return unit;
        }
    }

    /// <summary>The length of <see cref="Vector"/>.</summary>
    public float Length => TensorPrimitives.Norm(Vector.Span);

    /// <summary>Differences in means at <see cref="Position"/> in every layer, flat [layer, hidden]; empty where none was found.</summary>
    public ReadOnlyMemory<float> Directions => directions;

    /// <summary>Means of the harmless prompts at <see cref="Position"/> in every layer, flat [layer, hidden]; empty where none was
    /// found.</summary>
    public ReadOnlyMemory<float> HarmlessMeans => means;

    private bool Found => Verdict == SelectionVerdict.Passed;

    /// <summary>How far a stream goes in the direction: its projection on <see cref="Unit"/>.</summary>
    /// <param name="stream">[hidden], for example of <see cref="ResidualStreams.At"/>.</param>
    public float Project(ReadOnlySpan<float> stream) => TensorPrimitives.Dot(stream, Unit.Span);

    /// <summary>The intervention that takes it out, so that the model does not refuse.</summary>
    /// <exception cref="InvalidOperationException">None was found.</exception>
    public Intervention Ablate()
    {
        Require(Found);
        return Kind == AblationKind.Zero
            ? Intervention.Ablate(Doubles(directions.AsSpan(Layer * HiddenSize, HiddenSize)), Layers, Convention)
            : Intervention.Affine(Doubles(directions), Doubles(means), Layers, Layer);
    }

    /// <summary>The intervention that adds it, so that the model refuses.</summary>
    /// <param name="scale">Multiples of the measured length; 0 leaves the model as it is.</param>
    /// <exception cref="InvalidOperationException">None was found.</exception>
    public Intervention Add(double scale = 1)
    {
        Require(Found && AdditionLayer is not null);
        int layer = AdditionLayer!.Value;
        return Intervention.Add(Doubles(directions.AsSpan(layer * HiddenSize, HiddenSize)), Layers, layer, scale);
    }

    /// <summary>Writes it to a safetensors file, whose metadata say what it is.</summary>
    /// <exception cref="InvalidOperationException">None was found.</exception>
    public void Save(string path)
    {
        Require(Found);
        var metadata = new Dictionary<string, string>
        {
            ["schema_version"] = SchemaVersion,
            ["axes"] = "layer, hidden",
            ["model"] = Model,
            ["language"] = Language,
            ["ablation"] = Kind.ToString().ToLowerInvariant(),
            ["convention"] = Convention.Word(),
            ["layer"] = Layer.ToString(CultureInfo.InvariantCulture),
            ["position"] = Position.ToString(CultureInfo.InvariantCulture),
        };
        void Add(string name, double? value)
        {
            if (value is { } number)
            {
                metadata.Add(name, number.ToString("R", CultureInfo.InvariantCulture));
            }
        }

        Add("addition_layer", AdditionLayer);
        Add("ablation_score", Scores.Ablated);
        Add("induced_score", Scores.Induced);
        Add("divergence", Scores.Divergence);
        SafetensorsWriter.Write(
            path,
            [
                SafetensorsTensor.Of(DirectionsName, [Layers, HiddenSize], directions),
                SafetensorsTensor.Of(MeansName, [Layers, HiddenSize], means),
            ],
            metadata
        );
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="BadInputException">The file is missing or damaged, is something else, or of another version.</exception>
    public static RefusalDirection Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var read = new DirectionMetadata(path, file.Metadata);
        read.Require("schema_version", SchemaVersion);
        if (
            !file.Tensors.TryGetValue(DirectionsName, out var entry)
            || !file.Tensors.TryGetValue(MeansName, out var other)
            || entry.Shape is not [var layers and > 0 and <= int.MaxValue, var hidden and > 0 and <= int.MaxValue]
            || !other.Shape.SequenceEqual(entry.Shape)
        )
        {
            throw new BadInputException(
                path,
                "does not hold a direction",
                $"the tensors {DirectionsName} and {MeansName}, both [layer, hidden]",
                "Save it again."
            );
        }

        float[] directions = file.Read(DirectionsName),
            means = file.Read(MeansName);
        if (!directions.Concat(means).All(float.IsFinite))
        {
            throw new BadInputException(path, "holds values that are not finite", "finite numbers", "Save it again.");
        }

        return new RefusalDirection(directions, means)
        {
            Verdict = SelectionVerdict.Passed,
            Model = read.Text("model"),
            Layers = (int)layers,
            HiddenSize = (int)hidden,
            Language = read.Text("language"),
            Kind = read.Choice(
                "ablation",
                (AblationKind.Zero.Word(), AblationKind.Zero),
                (AblationKind.Affine.Word(), AblationKind.Affine)
            ),
            Convention = read.Choice(
                "convention",
                (HookSites.Stream.Word(), HookSites.Stream),
                (HookSites.Module.Word(), HookSites.Module)
            ),
            Layer = read.Integer("layer", 0, (int)layers - 1)!.Value,
            Position = read.Integer("position", int.MinValue, -1)!.Value,
            AdditionLayer = read.Integer("addition_layer", 0, (int)layers - 1, optional: true),
            Scores = new DirectionScores(read.Number("ablation_score"), read.Number("induced_score"), read.Number("divergence")),
        };
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        TensorPrimitives.ConvertChecked<float, double>(values, doubles);
        return doubles;
    }

    private void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"The search found no such direction in {Model}: {Verdict}.");
        }
    }
}
