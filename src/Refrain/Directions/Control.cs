using System.Text.Json.Serialization;

namespace Refrain.Directions;

/// <summary>What stands in a direction's place, to tell its effect from that of any change to the model.</summary>
[JsonConverter(typeof(Words<Control>))]
public enum Control
{
    /// <summary>The direction itself.</summary>
    [Word("none")]
    None,

    /// <summary>A direction drawn at random, orthogonal to the real one and as long.</summary>
    [Word("random")]
    Random,

    /// <summary>The difference in means after the train prompts' labels were permuted, as long as the real one.</summary>
    [Word("shuffled")]
    Shuffled,
}
