namespace Refrain.Directions;

/// <summary>Mean residual streams of one class of prompts at the template's positions.</summary>
/// <param name="Mean">Flat [layer, position, hidden], float64; positions run from −P to −1.</param>
/// <param name="Last">What enters the final norm at each prompt's last token, flat [prompt, hidden]: all that its first-token distribution
/// depends on.</param>
/// <param name="Prompts">Number of prompts.</param>
internal sealed record Activations(double[] Mean, float[] Last, int Prompts)
{
    /// <summary><see cref="Last"/> of each prompt, [hidden].</summary>
    public IReadOnlyList<float[]> LastOf() => Prompts == 0 ? [] : [.. Last.Chunk(Last.Length / Prompts)];

    /// <summary>
    /// The streams of the first prompts at one position, [prompt] flat [layer, hidden]: as many as the reading kept, read back at each
    /// call.
    /// </summary>
    public required Func<int, float[][]> Streams { get; init; }
}
