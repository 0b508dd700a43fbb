namespace Refrain.Directions;

/// <summary>Train prompts that passed the filter, from which a direction is made.</summary>
/// <param name="Harmful">As token ids.</param>
/// <param name="Harmless">The same.</param>
/// <param name="HarmfulLast">What enters the final norm at each harmful prompt's last token, [hidden].</param>
/// <param name="HarmlessLast">The same of the harmless ones.</param>
internal sealed record TrainPrompts(
    IReadOnlyList<int[]> Harmful,
    IReadOnlyList<int[]> Harmless,
    IReadOnlyList<float[]> HarmfulLast,
    IReadOnlyList<float[]> HarmlessLast
);
