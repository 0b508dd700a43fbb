using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Configs;
using Refrain.Tests.Fuzzing.Mutation;

namespace Refrain.Tests.Fuzzing;

public class ConfigFuzzTests
{
    [Fact]
    public void A_damaged_config_is_read_or_is_bad_input()
    {
        byte[][] whole = [.. Corpus.Of("config").Select(file => file.Bytes)];
        var trees = new JsonMutator(
            whole.Select(bytes => JsonTree.Parse(bytes)).OfType<JsonTree>(),
            "\"llama\"",
            "\"gemma3_text\"",
            "\"linear\"",
            "\"llama3\"",
            "\"yarn\"",
            "\"longrope\"",
            "\"dynamic\"",
            "\"sliding_attention\"",
            "\"full_attention\"",
            "\"silu\"",
            "\"gelu_pytorch_tanh\""
        );
        byte[] Mutate(FuzzRandom random) =>
            random.OneIn(6) ? RawBytes.Edit(random, random.Pick(whole), random.Pick(whole)) : trees.Tree(random).Bytes();

        new Fuzzer("config", Mutate, Use).Run(200_000);
    }

    private static void Use(byte[] bytes)
    {
        using JsonDocument document = JsonFile.Parse("config.json", bytes);
        var section = new ConfigSection("config.json", document.RootElement);
        ModelConfig config = ConfigFile.Read(section, section).Config;
        Assert.NotEmpty(ConfigText.Of(config));
        Assert.NotEmpty(DecoderTensors.Of(config).Take(1000));
    }
}
