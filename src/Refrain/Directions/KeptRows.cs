using System.Globalization;

namespace Refrain.Directions;

/// <summary>Which activations of single prompts a reading keeps beside the means, in every layer: those that geometry needs.</summary>
/// <param name="Prompts">The first prompts of the class.</param>
/// <param name="First">The first position kept, from the end.</param>
/// <param name="Positions">Positions kept.</param>
internal sealed record KeptRows(int Prompts, int First, int Positions)
{
    /// <summary>Prompts of each class whose geometry is measured at most.</summary>
    public const int Most = 64;

    /// <summary>No prompts.</summary>
    public static KeptRows None { get; } = new(0, -1, 0);

    /// <summary>Names what is kept: part of the key that finished work is found by.</summary>
    public string Key => Prompts == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{Prompts} kept at {First}+{Positions}");

    /// <summary>Every position: for the source, whose position is chosen only after it was read.</summary>
    public static KeptRows Every(int positions) => new(Most, -positions, positions);

    /// <summary>One position.</summary>
    public static KeptRows At(int position) => new(Most, position, 1);

    /// <summary>True when a position is among those kept.</summary>
    public bool Holds(int position) => position >= First && position < First + Positions;
}
