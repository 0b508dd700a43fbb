using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Qwen 2 and 2.5: llama with a bias on q, k and v alone.</summary>
internal static class Qwen2
{
    public static Architecture Architecture { get; } = new()
    {
        Name = "qwen2",
        FromJson = FromJson,
        GgufName = "qwen2",
        FromGguf = keys => GgufDecoder.Read(keys, "qwen2", theta: 1_000_000),
    };

    private static ModelConfig FromJson(ConfigSection config)
    {
        config.RefuseUnless("use_mrope", !config.Boolean("use_mrope", false), "false");
        return JsonDecoder.Read(config, "qwen2").WithOptionalWindow(config) with { AttentionBias = true };
    }
}
