using System.Text.Json.Serialization;

namespace Refrain.Responses;

/// <summary>What was done to the model while it answered.</summary>
[JsonConverter(typeof(Words<Condition>))]
public enum Condition
{
    /// <summary>Nothing.</summary>
    [Word("baseline")]
    Baseline,

    /// <summary>A source's direction was ablated.</summary>
    [Word("ablated")]
    Ablated,

    /// <summary>A source's direction was added.</summary>
    [Word("induced")]
    Induced,

    /// <summary>A source's direction was ablated at each point of the model and token with a probability.</summary>
    [Word("stressed")]
    Stressed,
}
