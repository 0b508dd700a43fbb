using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference.Gguf;

/// <summary>
/// llama.cpp on the files that <see cref="ConvertedGguf"/> writes: that it loads them and computes the same shows that keys, names and rows
/// are its own.
/// </summary>
/// <remarks>REFRAIN_CONVERTED_GGUF=folder makes these tests write the files there for the script. Mistral's file is a llama's to llama.cpp,
/// and is not among them.</remarks>
public class ConvertedGgufTests
{
    public static TheoryData<string> Architectures => [.. Names];

    internal static IEnumerable<string> Names => ConvertedKeys.Names.Keys.Where(name => name != "mistral");

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Logits_and_greedy_tokens_are_those_of_llama_cpp(string architecture)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write($"{architecture}-256.gguf", Build(architecture));
        if (Environment.GetEnvironmentVariable("REFRAIN_CONVERTED_GGUF") is { } target)
        {
            File.Copy(path, Path.Combine(target, Path.GetFileName(path)), overwrite: true);
            Assert.Skip("the file was written for the reference");
        }

        using var model = Model.Open(Checkpoint.Open(path), folder.File("cache"));
        var expected = LlamaCppReference.Read("Gguf", $"{architecture}-256");
        Assert.InRange(expected.Difference(model), 0, 1e-4);
        Assert.Equal(expected.Greedy, expected.Generate(model));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_keys_say_what_config_json_says(string architecture)
    {
        using var checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", architecture));
        using var folder = new TemporaryFolder();
        using var gguf = Checkpoint.Open(folder.Write("model.gguf", ConvertedGguf.Build(checkpoint)));
        Assert.Equal(architecture == "mixtral" ? "llama" : architecture, gguf.Config.Architecture);
        Assert.Equal(ConfigText.Of(checkpoint.Config), ConfigText.Of(gguf.Config with { Architecture = architecture }));
        Assert.Equal(checkpoint.ParameterCount, gguf.ParameterCount);
    }

    /// <summary>The largest difference of the last token's logits from llama.cpp's.</summary>
    internal static double Difference(string architecture)
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Open(Checkpoint.Open(folder.Write("model.gguf", Build(architecture))), folder.File("cache"));
        return LlamaCppReference.Read("Gguf", $"{architecture}-256").Difference(model);
    }

    private static byte[] Build(string architecture)
    {
        using var checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", architecture));

        // llama.cpp looks GELU up in a float16 table, whose error would hide others: gemma's gates are shut here, and open against
        // transformers' values.
        return architecture == "gemma"
            ? ConvertedGguf.Build(checkpoint, name =>
                name.Contains("gate_proj", StringComparison.Ordinal) ? new float[checkpoint.Tensors[name].ElementCount] : null
            )
            : ConvertedGguf.Build(checkpoint, everyLayerSparse: true);
    }
}
