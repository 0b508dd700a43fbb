namespace Refrain.Checkpoints.Configs;

/// <summary>The architectures whose checkpoints can be read; a new one is a line here.</summary>
internal static class Architectures
{
    private static readonly Architecture[] _all =
    [
        LlamaConfig.Architecture,
        Gemma3Config.Architecture,
    ];

    /// <summary>Names for error messages.</summary>
    public static string Supported { get; } = string.Join(" or ", _all.Select(architecture => architecture.Name));

    public static Architecture OfModelType(string place, string name) =>
        _all.FirstOrDefault(architecture => architecture.Name == name) ?? throw Unknown(place, name);

    public static Architecture OfGguf(string place, string name) =>
        _all.FirstOrDefault(architecture => architecture.GgufName == name) ?? throw Unknown(place, name);

    private static BadInputException Unknown(string place, string name) =>
        new(place, $"is {BadInputException.Show(name)}, which is not supported", Supported, "Use a model of a supported architecture.");
}
