namespace Refrain.Checkpoints.Configs;

/// <summary>
/// How the checkpoints of one architecture are read: a leaf file in <c>Decoders/</c> and one line in <see cref="Architectures"/>.
/// </summary>
internal sealed record Architecture
{
    /// <summary>The <c>model_type</c> of config.json without a suffix <c>_text</c>, and <see cref="ModelConfig.Architecture"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Reads the text model's part of config.json.</summary>
    public required Func<ConfigSection, ModelConfig> FromJson { get; init; }

    /// <summary>The <c>general.architecture</c> of its GGUF files; null: they are not read.</summary>
    public string? GgufName { get; init; }

    /// <summary>Reads the keys of a GGUF file; null where another architecture reads them for it.</summary>
    public Func<GgufSection, ModelConfig>? FromGguf { get; init; }

    /// <summary>True where the converter reordered the rows of q and k from half-split to interleaved rotary pairs.</summary>
    public bool GgufPermutesQueryAndKey { get; init; }

    /// <summary>The name that a tensor of a Hugging Face folder has here, where it differs from llama's.</summary>
    public Func<string, string> Rename { get; init; } = name => name;
}
