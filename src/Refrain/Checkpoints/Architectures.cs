using Refrain.Checkpoints.Configs;
using Refrain.Checkpoints.Decoders;

namespace Refrain.Checkpoints;

/// <summary>The architectures whose checkpoints can be read; a new one is a line here.</summary>
internal static class Architectures
{
    private static readonly Architecture[] All =
    [
        Llama.Architecture,
        Mistral.Architecture,
        Mixtral.Architecture,
        Qwen2.Architecture,
        Qwen3.Architecture,
        Qwen3Moe.Architecture,
        Gemma.Architecture,
        Gemma2.Architecture,
        Gemma3.Architecture,
        Phi3.Architecture,
        Cohere.Architecture,
        Cohere2.Architecture,
        Olmo2.Architecture,
        SmolLm3.Architecture,
        Granite.Architecture,
    ];

    /// <summary>Names for error messages.</summary>
    public static string Supported { get; } = Names(All.Select(architecture => architecture.Name));

    private static string GgufSupported { get; } =
        Names(All.Where(architecture => architecture.FromGguf is not null).Select(architecture => architecture.GgufName!));

    public static Architecture OfModelType(string place, string name) =>
        All.FirstOrDefault(architecture => architecture.Name == name) ?? throw Unknown(place, name, Supported);

    public static Architecture OfGguf(string place, string name) =>
        All.FirstOrDefault(architecture => architecture.FromGguf is not null && architecture.GgufName == name)
        ?? throw Unknown(place, name, GgufSupported);

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all[..^1]) + " or " + all[^1];
    }

    private static BadInputException Unknown(string place, string name, string supported) =>
        new(place, $"is {BadInputException.Show(name)}, which is not supported", supported, "Use a model of a supported architecture.");
}
