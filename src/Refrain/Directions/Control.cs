namespace Refrain.Directions;

/// <summary>What stands in a direction's place, to tell its effect from that of any change to the model.</summary>
public enum Control
{
    /// <summary>The direction itself.</summary>
    None,

    /// <summary>A direction drawn at random, orthogonal to the real one and as long.</summary>
    Random,

    /// <summary>The difference in means after the train prompts' labels were permuted, as long as the real one.</summary>
    Shuffled,
}
