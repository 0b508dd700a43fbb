namespace Refrain.Checkpoints.Configs;

/// <summary>What a config.json may leave out: transformers' defaults for one architecture; null: the member is required.</summary>
internal sealed record DecoderDefaults
{
    public int? Layers { get; init; }

    public int? HiddenSize { get; init; }

    public int? IntermediateSize { get; init; }

    public int? Heads { get; init; }

    /// <summary>Null: as many as there are heads.</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Null: the hidden size by the heads.</summary>
    public int? HeadDimension { get; init; }

    public int? VocabularySize { get; init; }

    public int? MaximumPositions { get; init; }

    public string EpsilonName { get; init; } = "rms_norm_eps";

    public double Epsilon { get; init; } = 1e-6;

    public string ActivationName { get; init; } = "hidden_act";

    public string Activation { get; init; } = "silu";

    public bool Tied { get; init; }

    /// <summary>θ of the rotary frequencies.</summary>
    public double Theta { get; init; } = 10_000;
}
