namespace Refrain.Measurement;

/// <summary>
/// Why a language is protected or not: whether the model sees the harm, acts on it, and can answer at all
/// (<see cref="Measurement.Mechanism"/>).
/// </summary>
public sealed record MechanismReport
{
    /// <summary>What the intervals support.</summary>
    public required MechanismVerdict Verdict { get; init; }

    /// <summary>True: the interval of <see cref="Degenerate"/> lies above a half.</summary>
    public bool Incapable { get; init; }

    /// <summary>The numbers that decided, in words.</summary>
    public required string Evidence { get; init; }

    /// <summary>What can help; empty where nothing needs to.</summary>
    public string Helps { get; init; } = "";

    /// <summary>Degenerate answers among the judged ones to harmless prompts of the untouched model; null where none was judged.</summary>
    public ShareReport? Degenerate { get; init; }
}

/// <summary>A share with its Wilson 95 % interval.</summary>
public sealed record ShareReport
{
    /// <summary>How many.</summary>
    public int Count { get; init; }

    /// <summary>Out of how many.</summary>
    public int Of { get; init; }

    /// <summary>Count / of.</summary>
    public double Share { get; init; }

    /// <summary>Lower end of the interval.</summary>
    public double Low { get; init; }

    /// <summary>Upper end.</summary>
    public double High { get; init; }
}
