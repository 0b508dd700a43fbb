using System.Globalization;
using System.Text.RegularExpressions;

namespace Refrain.Directions;

/// <summary>Which activations of single prompts a reading keeps beside the means, in every layer: those that geometry needs.</summary>
/// <param name="Prompts">The first prompts of the class.</param>
/// <param name="First">The first position kept, from the end.</param>
/// <param name="Positions">Positions kept.</param>
internal sealed partial record KeptRows(int Prompts, int First, int Positions)
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

    /// <summary>What an item kept, from its key; null where it kept nothing.</summary>
    public static KeptRows? OfKey(string key) =>
        InKey().Match(key) is { Success: true } match
            ? new KeptRows(Number(match, "prompts"), Number(match, "first"), Number(match, "positions"))
            : null;

    /// <summary>True when a position is among those kept.</summary>
    public bool Holds(int position) => position >= First && position < First + Positions;

    /// <summary>Values that one prompt keeps.</summary>
    public long Values(Checkpoints.ModelConfig config) => (long)config.Layers * Positions * config.HiddenSize;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"/(?<prompts>\d{1,6}) kept at (?<first>-\d{1,6})\+(?<positions>\d{1,6})/", RegexOptions.CultureInvariant)]
    private static partial Regex InKey();
}
