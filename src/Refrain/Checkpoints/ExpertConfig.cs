namespace Refrain.Checkpoints;

/// <summary>A mixture of experts in place of the MLP.</summary>
internal sealed record ExpertConfig
{
    /// <summary>Experts in a layer.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them a token uses.</summary>
    public required int PerToken { get; init; }

    /// <summary>Width inside one expert.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>True where the chosen experts' probabilities are divided by their sum.</summary>
    public required bool Normalised { get; init; }

    /// <summary>Per layer: true where experts stand for the MLP.</summary>
    public required IReadOnlyList<bool> Layers { get; init; }
}
