namespace Refrain.Hub;

/// <summary>What of a model is needed.</summary>
internal enum HubContent
{
    /// <summary>Weights, configuration and tokenizer.</summary>
    Model,

    /// <summary>The tokenizer alone, with its chat template; of a GGUF repository the file.</summary>
    Tokenizer,
}
