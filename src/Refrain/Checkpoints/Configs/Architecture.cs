namespace Refrain.Checkpoints.Configs;

/// <summary>How the checkpoints of one architecture are read.</summary>
internal sealed record Architecture
{
    /// <summary>The <c>model_type</c> of config.json without a suffix <c>_text</c>, and <see cref="ModelConfig.Architecture"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Reads the text model's part of config.json.</summary>
    public required Func<ConfigSection, ModelConfig> FromJson { get; init; }

    /// <summary>The <c>general.architecture</c> of its GGUF files.</summary>
    public required string GgufName { get; init; }

    /// <summary>Reads the keys of a GGUF file.</summary>
    public required Func<GgufSection, ModelConfig> FromGguf { get; init; }

    /// <summary>Names of a layer's tensors in GGUF files (without <c>blk.N.</c> and the ending) and in Hugging Face folders.</summary>
    public required IReadOnlyDictionary<string, string> GgufLayerNames { get; init; }

    /// <summary>True where the converter reordered the rows of q and k from half-split to interleaved rotary pairs.</summary>
    public bool GgufPermutesQueryAndKey { get; init; }

    /// <summary>True where norm weights w are used as 1 + w, and GGUF files hold the sum.</summary>
    public bool GgufNormsIncludeOne { get; init; }

    /// <summary>Shapes, by Hugging Face name, of every tensor that the configuration asks for.</summary>
    public required Func<ModelConfig, IEnumerable<(string Name, long[] Shape)>> Tensors { get; init; }
}
