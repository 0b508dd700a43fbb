namespace Refrain.Directions;

/// <summary>What a batch of an extraction holds.</summary>
/// <param name="Layers">The model's blocks.</param>
/// <param name="Positions">Post-instruction tokens P.</param>
/// <param name="Hidden">Width of the stream.</param>
/// <param name="Prompts">Prompts of the batch.</param>
/// <param name="KeptPrompts">Prompts of it whose own streams are kept.</param>
/// <param name="KeptPositions">Positions at which they are.</param>
internal readonly record struct ExtractionShape(int Layers, int Positions, int Hidden, int Prompts, int KeptPrompts, int KeptPositions)
{
    /// <summary>Values of one prompt's kept streams.</summary>
    public long KeptValues => (long)Layers * KeptPositions * Hidden;

    /// <summary>The shape of a batch that keeps what it is told.</summary>
    public static ExtractionShape Of(int layers, int positions, int hidden, IReadOnlyCollection<int> batch, KeptRows keep) =>
        new(layers, positions, hidden, batch.Count, batch.Count(prompt => prompt < keep.Prompts), keep.Positions);
}
