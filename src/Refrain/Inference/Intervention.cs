using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>A change made to the residual stream while the model runs, at given sites of given layers, for one batch row.</summary>
/// <remarks>At a hooked site of layer l: x ← x + (Ablation · (Offsets[l] − x·Directions[l]) + Addition) · Directions[l]. A zero direction
/// does nothing.</remarks>
public sealed class Intervention
{
    private Intervention(HookSites sites, float[] directions, float[] offsets)
    {
        Sites = sites;
        Directions = directions;
        Offsets = offsets;
    }

    /// <summary>Where it acts.</summary>
    public HookSites Sites { get; }

    /// <summary>The first block that it changes; 0 where it changes none.</summary>
    internal int FirstLayer { get; private init; }

    /// <summary>One direction per layer, flat [layer, hidden].</summary>
    internal float[] Directions { get; }

    /// <summary>What the projection is set to, per layer: 0, or μ·r̂ for affine ablation.</summary>
    internal float[] Offsets { get; }

    /// <summary>1 where the projection is taken out, else 0.</summary>
    internal float Ablation { get; private init; }

    /// <summary>Multiples of the direction that are added.</summary>
    internal float Addition { get; private init; }

    /// <summary>True where a sequence's first token is left alone.</summary>
    internal bool SparesFirstToken { get; private init; }

    /// <summary>At which points and tokens it acts; null: at all.</summary>
    internal Chance? Chance { get; private set; }

    /// <summary>
    /// The same, acting at each point and token with a probability (docs/method.md 4); the same points and tokens of a prompt act under
    /// every
    /// greater probability too.
    /// </summary>
    /// <param name="probability">q, from 0 (nowhere) to 1 (everywhere).</param>
    /// <param name="seed">The run's seed.</param>
    internal Intervention Sometimes(double probability, ulong seed) => With(new Chance(probability, seed, ""));

    /// <summary>What it does to one prompt: where it acts with a probability, each prompt has points and tokens of its own.</summary>
    internal Intervention For(string promptId) => Chance is null ? this : With(Chance.For(promptId));

    private Intervention With(Chance chance)
    {
        var copy = (Intervention)MemberwiseClone();
        copy.Chance = chance;
        return copy;
    }

    /// <summary>
    /// Ablation of one direction at every write (<c>stream</c>) or at block inputs and module outputs (<c>module</c>): x ← x − (x·r̂) r̂
    /// (Arditi et al., 2024).
    /// </summary>
    /// <param name="direction">[hidden], of any length but zero; a zero direction leaves the model as it is.</param>
    /// <param name="layers">The model's number of blocks.</param>
    /// <param name="sites"><see cref="HookSites.Stream"/> or <see cref="HookSites.Module"/>.</param>
    /// <param name="at">The blocks where it acts, the embedding counting as block 0's; null: all.</param>
    /// <exception cref="ArgumentException">The direction is empty, or a block is none of the model's.</exception>
    public static Intervention Ablate(
        ReadOnlySpan<double> direction,
        int layers,
        HookSites sites = HookSites.Stream,
        IReadOnlyCollection<int>? at = null
    )
    {
        CheckShape(direction, layers, at ?? []);
        float[] unit = Unit(direction);
        var repeated = new float[layers * unit.Length];
        foreach (int layer in at ?? Enumerable.Range(0, layers))
        {
            unit.CopyTo(repeated, layer * unit.Length);
        }

        return new Intervention(sites, repeated, new float[layers]) { Ablation = 1 };
    }

    /// <summary>
    /// Affine ablation at the inputs of blocks <paramref name="firstLayer"/> and later: x ← x − ((x − μ[l])·r̂[l]) r̂[l], but for a
    /// sequence's first token (Marshall et al., 2024).
    /// </summary>
    /// <param name="directions">Flat [layer, hidden]; need not be unit.</param>
    /// <param name="offsets">The means μ of harmless prompts, flat [layer, hidden].</param>
    /// <param name="layers">The model's number of blocks.</param>
    /// <param name="firstLayer">The first block it acts on.</param>
    /// <exception cref="ArgumentException">The two are not of one shape, or the block is none of the model's.</exception>
    public static Intervention Affine(ReadOnlySpan<double> directions, ReadOnlySpan<double> offsets, int layers, int firstLayer)
    {
        CheckShape(directions, layers, [firstLayer]);
        if (directions.Length % layers != 0 || offsets.Length != directions.Length)
        {
            throw new ArgumentException(
                $"Directions and offsets have {directions.Length} and {offsets.Length} values: as many of each layer were expected.",
                nameof(offsets)
            );
        }

        int hidden = directions.Length / layers;
        var units = new float[layers * hidden];
        var projections = new float[layers];
        for (int layer = firstLayer; layer < layers; layer++)
        {
            float[] unit = Unit(directions.Slice(layer * hidden, hidden));
            unit.CopyTo(units, layer * hidden);
            double projection = 0;
            for (int i = 0; i < hidden; i++)
            {
                projection += offsets[layer * hidden + i] * unit[i];
            }

            projections[layer] = (float)projection;
        }

        return new Intervention(HookSites.BlockInput, units, projections)
        {
            Ablation = 1,
            SparesFirstToken = true,
            FirstLayer = firstLayer,
        };
    }

    /// <summary>Activation addition at the input of one block, every token: x ← x + scale · v.</summary>
    /// <param name="direction">v, [hidden], as it is.</param>
    /// <param name="layers">The model's number of blocks.</param>
    /// <param name="layer">The block.</param>
    /// <param name="scale">α; 0 leaves the model as it is.</param>
    /// <exception cref="ArgumentException">The direction is empty, or the block is none of the model's.</exception>
    public static Intervention Add(ReadOnlySpan<double> direction, int layers, int layer, double scale = 1) =>
        AddAt(direction, layers, [layer], scale);

    /// <summary>Activation addition at the inputs of several blocks, every token: x ← x + scale · v.</summary>
    /// <param name="direction">v, [hidden], as it is.</param>
    /// <param name="layers">The model's number of blocks.</param>
    /// <param name="at">The blocks, at least one.</param>
    /// <param name="scale">α; 0 leaves the model as it is.</param>
    /// <exception cref="ArgumentException">The direction is empty, or a block is none of the model's.</exception>
    public static Intervention AddAt(ReadOnlySpan<double> direction, int layers, IReadOnlyCollection<int> at, double scale = 1)
    {
        CheckShape(direction, layers, at.Count > 0 ? at : [-1]);
        var placed = new float[layers * direction.Length];
        foreach (int layer in at)
        {
            for (int i = 0; i < direction.Length; i++)
            {
                placed[layer * direction.Length + i] = (float)direction[i];
            }
        }

        return new Intervention(HookSites.BlockInput, placed, new float[layers]) { Addition = (float)scale, FirstLayer = at.Min() };
    }

    private static void CheckShape(ReadOnlySpan<double> direction, int layers, IReadOnlyCollection<int> at)
    {
        if (direction.IsEmpty || layers < 1)
        {
            throw new ArgumentException("A direction has at least one value, and a model at least one block.", nameof(direction));
        }

        if (at.Any(layer => layer < 0 || layer >= layers))
        {
            throw new ArgumentException($"The blocks {string.Join(", ", at)} are not all among 0 … {layers - 1}.", nameof(at));
        }
    }

    private static float[] Unit(ReadOnlySpan<double> direction)
    {
        double norm = 0;
        foreach (double value in direction)
        {
            norm += value * value;
        }

        norm = Math.Sqrt(norm);
        var unit = new float[direction.Length];
        for (int i = 0; i < unit.Length && norm > 0; i++)
        {
            unit[i] = (float)(direction[i] / norm);
        }

        return unit;
    }
}
