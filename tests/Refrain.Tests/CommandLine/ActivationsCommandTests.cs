using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Tests.Inference;

namespace Refrain.Tests.CommandLine;

/// <summary><c>refrain activations</c> against what transformers computes.</summary>
public class ActivationsCommandTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-activations-").FullName;

    public static TheoryData<string> Models => ["llama", "llama3-rope", "gemma3", "gemma3-f32.gguf"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Logits_streams_and_generated_tokens_are_those_of_transformers(string name)
    {
        using var golden = Golden.Open(name);
        var run = await Run(golden, name, "--generate", "12", "--ignore-end", "--json");
        using var output = SafetensorsFile.Open(Output);
        for (int prompt = 0; prompt < golden.Prompts.Length; prompt++)
        {
            Golden.Close(golden.Expected($"p{prompt}.logits"), output.Read($"{prompt}.logits"), $"{name} {prompt}.logits");
            Golden.Close(golden.Expected($"p{prompt}.resid_pre"), output.Read($"{prompt}.resid_pre"), $"{name} {prompt}.resid_pre");
            Assert.Equal(
                [golden.Model.Config.Layers + 1, golden.Prompts[prompt].Length, golden.Model.Config.HiddenSize],
                output.Tensors[$"{prompt}.resid_pre"].Shape
            );
            Assert.Equal(golden.Generated($"p{prompt}.greedy"), Generated(run, prompt));
        }
    }

    [Theory]
    [InlineData(
        "llama",
        "ablate_stream",
        """{"kind": "ablate", "convention": "stream", "direction": {"file": "FILE", "tensor": "direction"}}"""
    )]
    [InlineData(
        "gemma3",
        "ablate_module",
        """{"kind": "ablate", "convention": "module", "direction": {"file": "FILE", "tensor": "direction"}}"""
    )]
    [InlineData(
        "gemma3",
        "ablate_stream",
        """{"kind": "ablate", "convention": "stream", "direction": {"file": "FILE", "tensor": "direction"}}"""
    )]
    [InlineData("gemma3", "add", """{"kind": "add", "layer": LAYER, "scale": 1, "direction": {"file": "FILE", "tensor": "addition"}}""")]
    public async Task An_intervention_from_a_file_gives_the_logits_and_tokens_of_transformers(string name, string intervention, string json)
    {
        using var golden = Golden.Open(name);
        string file = Path.Combine(folder, "intervention.json");
        string tensors = Shared.Path("golden", "architectures", name, "expected.safetensors");
        await File.WriteAllTextAsync(
            file,
            json.Replace("FILE", tensors).Replace("LAYER", golden.AddLayer.ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
        var run = await Run(golden, name, "--intervention", file, "--last", "--generate", "12", "--ignore-end", "--json");
        using var output = SafetensorsFile.Open(Output);
        for (int prompt = 0; prompt < golden.Prompts.Length; prompt++)
        {
            Assert.Equal([1, golden.Model.Config.VocabularySize], output.Tensors[$"{prompt}.logits"].Shape);
            Golden.Close(
                golden.Expected($"p{prompt}.{intervention}.logits"),
                output.Read($"{prompt}.logits"),
                $"{name} {prompt} {intervention}"
            );
            Assert.Equal(golden.Generated($"p{prompt}.{intervention}.greedy"), Generated(run, prompt));
        }
    }

    [Fact]
    public async Task An_affine_intervention_sets_each_layers_projection_to_that_of_its_offset()
    {
        using var golden = Golden.Open("llama");
        int layers = golden.Model.Config.Layers,
            hidden = golden.Model.Config.HiddenSize;
        var random = new Random(3);
        float[] Values() => [.. Enumerable.Range(0, layers * hidden).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] directions = Values(),
            offsets = Values();
        string tensors = Path.Combine(folder, "affine.safetensors"),
            file = Path.Combine(folder, "affine.json");
        SafetensorsWriter.Write(
            tensors,
            [SafetensorsTensor.Of("d", [layers, hidden], directions), SafetensorsTensor.Of("o", [layers, hidden], offsets)]
        );
        await File.WriteAllTextAsync(
            file,
            """
            {"kind": "affine", "first_layer": 1, "directions": {"file": "affine.safetensors", "tensor": "d"},
            "offsets": {"file": "affine.safetensors", "tensor": "o"}}
            """
        );
        await Run(golden, "llama", "--intervention", file);
        using var output = SafetensorsFile.Open(Output);
        float[] streams = output.Read("1.resid_pre"),
            plain = golden.Expected("p1.resid_pre");
        int tokens = golden.Prompts[1].Length;
        for (int layer = 0; layer < layers; layer++)
        {
            double norm = Math.Sqrt(Dot(directions, layer * hidden, directions, layer * hidden, hidden));
            double target = Dot(offsets, layer * hidden, directions, layer * hidden, hidden) / norm;
            for (int token = 0; token < tokens; token++)
            {
                double projection = Dot(streams, (layer * tokens + token) * hidden, directions, layer * hidden, hidden) / norm;
                if (layer >= 1 && token > 0)
                {
                    Assert.Equal(target, projection, 1e-4);
                }
                else
                {
                    Assert.Equal(
                        Dot(plain, (layer * tokens + token) * hidden, directions, layer * hidden, hidden) / norm,
                        projection,
                        1e-4
                    );
                }
            }
        }
    }

    [Theory]
    [InlineData("""{"prompts": [{"ids": [1, 99999]}]}""", "prompts[0].ids: is 99999; expected token ids from 0 to 271")]
    [InlineData("""{"prompts": [{"ids": []}]}""", "prompts[0]: has no tokens")]
    [InlineData("""{"prompts": 3}""", "prompts: is 3; expected an array")]
    [InlineData("""{}""", "prompts: is missing")]
    [InlineData("""{"prompts": [{"text": "Hi"}]}""", "has no tokenizer")]
    [InlineData("[", "is not JSON")]
    public async Task Bad_input_is_one_error_and_leaves_no_output(string json, string expected)
    {
        string input = Path.Combine(folder, "bad.json");
        await File.WriteAllTextAsync(input, json);
        var run = await CommandRun.Of("activations", Shared.Path("golden", "architectures", "llama"), "--input", input, "--output", Output);
        Assert.Equal(Cli.ExitCode.BadInput, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Output));
    }

    private string Output => Path.Combine(folder, "out.safetensors");

    private static double Dot(float[] a, int fromA, float[] b, int fromB, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += (double)a[fromA + i] * b[fromB + i];
        }

        return sum;
    }

    private static int[] Generated(CommandRun run, int prompt)
    {
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("generated")[prompt].EnumerateArray().Select(id => id.GetInt32())];
    }

    private async Task<CommandRun> Run(Golden golden, string name, params string[] more)
    {
        string input = Path.Combine(folder, "in.json");
        string prompts = string.Join(", ", golden.Prompts.Select(ids => $"{{\"ids\": [{string.Join(", ", ids)}]}}"));
        await File.WriteAllTextAsync(input, $"{{\"prompts\": [{prompts}]}}");
        string model = name.EndsWith(".gguf", StringComparison.Ordinal)
            ? Shared.Path("golden", "gguf", name)
            : Shared.Path("golden", "architectures", name);
        var run = await CommandRun.Of(["activations", model, "--input", input, "--output", Output, .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
