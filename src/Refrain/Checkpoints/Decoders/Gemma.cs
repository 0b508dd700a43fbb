using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Gemma 1: llama with norms that scale by 1 + w, and a scaled embedding.</summary>
internal static class Gemma
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "gemma",
            FromJson = FromJson,
            GgufName = "gemma",
            FromGguf = keys => Gemmas.Common(GgufDecoder.Read(keys, "gemma", activation: Gemmas.Activation)),
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        // The first files name gelu where the model was trained with its tanh form, as the later member says.
        config.Ignore("hidden_act");
        return Gemmas.Common(JsonDecoder.Read(config, "gemma", Gemmas.Defaults)).WithBiases(config);
    }
}
