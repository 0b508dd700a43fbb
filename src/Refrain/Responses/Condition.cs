namespace Refrain.Responses;

/// <summary>What was done to the model while it answered.</summary>
public enum Condition
{
    /// <summary>Nothing.</summary>
    Baseline,

    /// <summary>A source's direction was ablated.</summary>
    Ablated,

    /// <summary>A source's direction was added.</summary>
    Induced,

    /// <summary>A source's direction was ablated at each point of the model and token with a probability.</summary>
    Stressed,
}
