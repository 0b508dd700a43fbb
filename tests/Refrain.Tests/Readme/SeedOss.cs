using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Seed-OSS: llama with heads of their own width, and a member for the bias of the attention's output.</summary>
internal static class SeedOss
{
    public static Architecture Architecture { get; } = new() { Name = "seed_oss", FromJson = FromJson };

    private static ModelConfig FromJson(ConfigSection config)
    {
        config.Ignore("residual_dropout"); // training only
        return JsonDecoder.Read(config, "seed_oss", new DecoderDefaults { HeadDimension = 128 }) with
        {
            AttentionBias = config.Boolean("attention_bias", true),
            AttentionOutputBias = config.Boolean("attention_out_bias", false),
            MlpBias = config.Boolean("mlp_bias", false),
        };
    }
}
