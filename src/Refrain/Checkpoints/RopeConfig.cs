namespace Refrain.Checkpoints;

/// <summary>One rotary embedding: base frequency, the part of a head that turns, and scaling.</summary>
/// <remarks>
/// The frequencies are those of transformers' rope types of the same names. <c>dynamic</c> and <c>longrope</c> depend on the length
/// of the sequence, in tokens; here that is each row's own length, never that of the longest row beside it. In generation a new
/// token has the frequencies of the length that it makes, and cached keys keep theirs, as in transformers; a <c>longrope</c> row that
/// outgrows its short factors is read again from its first token, as transformers does for Phi-3.
/// </remarks>
internal sealed record RopeConfig
{
    /// <summary>Base θ of the frequencies θ^(−2i/d).</summary>
    public required double Theta { get; init; }

    /// <summary><c>default</c>, <c>linear</c>, <c>dynamic</c>, <c>yarn</c>, <c>longrope</c> or <c>llama3</c>.</summary>
    public string Kind { get; init; } = "default";

    /// <summary>Dimensions of a head that turn, its first d; even. 0: the whole head.</summary>
    public int RotaryDimension { get; init; }

    /// <summary>How far positions are stretched (all kinds but <c>default</c> and <c>longrope</c>).</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Cosines and sines are multiplied by this (<c>yarn</c>, <c>longrope</c>).</summary>
    public double AttentionFactor { get; init; } = 1;

    /// <summary><c>llama3</c>: frequencies of fewer turns over the original positions are divided by <see cref="Factor"/>.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary><c>llama3</c>: frequencies of more turns are kept.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>Positions the model was first trained on (all kinds but <c>default</c> and <c>linear</c>).</summary>
    public double OriginalMaximumPositions { get; init; }

    /// <summary><c>yarn</c>: frequencies of more turns over the original positions are kept (<c>beta_fast</c>).</summary>
    public double FastTurns { get; init; } = 32;

    /// <summary><c>yarn</c>: frequencies of fewer turns are divided by <see cref="Factor"/> (<c>beta_slow</c>).</summary>
    public double SlowTurns { get; init; } = 1;

    /// <summary><c>yarn</c>: true where the dimensions at those turns are rounded outward to whole ones.</summary>
    public bool Truncate { get; init; } = true;

    /// <summary>
    /// Explicit divisors per frequency [d/2], as a GGUF's <c>rope_freqs.weight</c> holds them; null: from the fields above.
    /// </summary>
    public IReadOnlyList<float>? FrequencyDivisors { get; init; }

    /// <summary><c>longrope</c>: divisors per frequency [d/2] of sequences up to the original positions.</summary>
    public IReadOnlyList<float>? ShortFactors { get; init; }

    /// <summary><c>longrope</c>: divisors per frequency [d/2] of longer sequences.</summary>
    public IReadOnlyList<float>? LongFactors { get; init; }

    /// <summary>
    /// Sequences of equal value share one set of frequencies: the length that counts for <c>dynamic</c>, 0 or 1 for <c>longrope</c>'s short
    /// and long, else 0.
    /// </summary>
    /// <param name="length">Tokens of the whole sequence.</param>
    internal int Regime(int length) =>
        Kind switch
        {
            "dynamic" => length > OriginalMaximumPositions ? length : 0,
            "longrope" => length > OriginalMaximumPositions ? 1 : 0,
            _ => 0,
        };

    /// <summary>
    /// True where cached keys of a sequence cannot be used once it has grown: <c>longrope</c> past its original positions.
    /// </summary>
    internal bool Outgrown(int from, int to) => Kind == "longrope" && from > 0 && Regime(from) != Regime(to);
}
