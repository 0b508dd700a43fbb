using Refrain.Checkpoints;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference.Gguf;

/// <summary>The keys that llama.cpp's converter writes for architectures without a file of their own among the reference data.</summary>
internal static class ConvertedKeys
{
    /// <summary>What each calls itself in <c>general.architecture</c>.</summary>
    public static Dictionary<string, string> Names { get; } =
        new()
        {
            ["mistral"] = "llama",
            ["mixtral"] = "llama",
            ["qwen3_moe"] = "qwen3moe",
            ["gemma"] = "gemma",
            ["cohere"] = "command-r",
            ["cohere2"] = "cohere2",
            ["olmo2"] = "olmo2",
            ["smollm3"] = "smollm3",
            ["granite"] = "granite",
        };

    public static void Write(GgufBuilder gguf, string architecture, ModelConfig config)
    {
        gguf.Key($"{architecture}.block_count", (uint)config.Layers)
            .Key($"{architecture}.embedding_length", (uint)config.HiddenSize)
            .Key($"{architecture}.feed_forward_length", (uint)config.IntermediateSize)
            .Key($"{architecture}.context_length", (uint)config.MaximumPositions)
            .Key($"{architecture}.attention.head_count", (uint)config.Heads)
            .Key($"{architecture}.attention.head_count_kv", (uint)config.KeyValueHeads)
            .Key($"{architecture}.attention.key_length", (uint)config.HeadDimension)
            .Key($"{architecture}.attention.value_length", (uint)config.HeadDimension)
            .Key($"{architecture}.rope.freq_base", (float)config.Rope.Theta)
            .Key($"{architecture}.rope.dimension_count", (uint)config.HeadDimension)
            .Key($"{architecture}.vocab_size", (uint)config.VocabularySize)
            .Key($"{architecture}.attention.layer_norm{(config.Norm == NormKind.LayerNorm ? "" : "_rms")}_epsilon", config.NormEpsilon);
        if (config.Experts is { } experts)
        {
            gguf.Key($"{architecture}.expert_count", (uint)experts.Count).Key($"{architecture}.expert_used_count", (uint)experts.PerToken);
        }

        switch (architecture)
        {
            case "qwen3moe":
                gguf.Key("qwen3moe.expert_feed_forward_length", (uint)config.Experts!.IntermediateSize);
                break;
            case "command-r":
                gguf.Key("command-r.logit_scale", config.LogitScale).Key("command-r.rope.scaling.type", "none");
                break;
            case "cohere2":
                gguf.Key("cohere2.logit_scale", config.LogitScale)
                    .Key("cohere2.rope.scaling.type", "none")
                    .Key("cohere2.attention.sliding_window", (uint)config.SlidingWindow);
                break;
            case "granite":
                gguf.Key("granite.attention.scale", config.AttentionScale)
                    .Key("granite.embedding_scale", config.EmbeddingScale)
                    .Key("granite.residual_scale", config.ResidualScale)
                    .Key("granite.logit_scale", 1 / config.LogitScale);
                break;
        }
    }
}
