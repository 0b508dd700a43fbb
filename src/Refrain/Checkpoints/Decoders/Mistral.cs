using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>
/// Mistral 7B and its like: llama, with a window that every layer slides over where the file gives one. Its GGUF files call themselves
/// llama.
/// </summary>
internal static class Mistral
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "mistral",
            FromJson = config =>
                JsonDecoder
                    .Read(config, "mistral", new DecoderDefaults { KeyValueHeads = 8, MaximumPositions = 4096 * 32 })
                    .WithWindow(config),
            GgufName = "llama",
            GgufPermutesQueryAndKey = true,
        };
}
