using System.Text.Json.Nodes;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;
using Refrain.Tests.Inference.Gguf;
using Refrain.Tests.Inference.Rotary;

namespace Refrain.Tests.Inference;

/// <summary>
/// Mixtures of experts beyond the reference values: a mixture of equal experts is that expert, and only chosen experts count.
/// </summary>
public class ExpertTests
{
    private static readonly int[][] Rows = [.. new[] { 3, 20, 1 }.Select(length => RandomModel.Prompt(7, length))];

    [Fact]
    public void A_mixture_of_equal_experts_is_that_expert()
    {
        using var folder = new TemporaryFolder();
        RandomModel.WriteFolder(folder, "\"max_position_embeddings\": 64");
        using var dense = Model.Open(Checkpoint.Open(folder.Path), folder.File("cache"));
        using var sparse = Mixture(3, 2, (_, values) => values);
        Golden.Close(Logits(dense), Logits(sparse.Model), "equal experts", 1e-5);
    }

    [Fact]
    public void An_expert_that_no_token_chooses_counts_for_nothing()
    {
        using var plain = Mixture(3, 3, (_, values) => values);
        using var odd = Mixture(3, 3, (expert, values) => expert == 2 ? [.. values.Select(value => value * 2)] : values);
        Assert.True(Golden.Difference(Logits(plain.Model), Logits(odd.Model)) > 1e-3, "a chosen expert counts");

        // All experts are equally likely to a router of zeros, and then the first is chosen.
        using var alone = Mixture(1, 1, (_, values) => values);
        using var favoured = Mixture(3, 1, (expert, values) => expert == 0 ? values : [.. values.Select(_ => float.NaN)], router: 0);
        Golden.Close(Logits(alone.Model), Logits(favoured.Model), "experts of NaN that nobody chooses", 1e-5);
    }

    [Fact]
    public void Probabilities_that_are_not_normalised_are_those_of_the_softmax()
    {
        // With every expert chosen they sum to 1 already, so that normalising changes nothing; with fewer it does.
        float[] all = Changed("\"num_experts_per_tok\": 6, \"norm_topk_prob\": false"),
            normalised = Changed("\"num_experts_per_tok\": 6, \"norm_topk_prob\": true");
        Golden.Close(normalised, all, "all experts", 1e-5);
        Assert.True(Golden.Difference(Changed("\"norm_topk_prob\": true"), Changed("\"norm_topk_prob\": false")) > 1e-2);
    }

    [Fact]
    public void Each_expert_reads_the_tokens_that_chose_it_and_no_other()
    {
        using var checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", "mixtral"));
        var nodes = ModelGraph.Build(checkpoint.Config, new GraphPlan()).Nodes;
        foreach (
            var projection in nodes.Where(node =>
                node.Name.Contains("/experts.", StringComparison.Ordinal) && node.Name.Contains("/gate_proj/", StringComparison.Ordinal)
            )
        )
        {
            string expert = projection.Name.Split("/gate_proj/")[0];
            Assert.Equal($"{expert}/Gather/output_0", projection.Inputs[0]);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_stack_of_another_number_of_experts_is_one_clear_error(int experts)
    {
        using var checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", "mixtral"));
        using var folder = new TemporaryFolder();
        byte[] whole = ConvertedGguf.Build(checkpoint);
        byte[] key = "llama.expert_count"u8.ToArray();
        int at = whole.AsSpan().IndexOf(key) + key.Length + sizeof(uint);
        Assert.Equal(4, BitConverter.ToInt32(whole, at));
        BitConverter.GetBytes(experts).CopyTo(whole, at);
        string message = Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Write("bad.gguf", whole))).Message;
        Assert.Contains("bad.gguf: blk.0.ffn_", message);
        Assert.Contains($"one matrix for each of {experts} experts", message);
    }

    [Fact]
    public void A_stack_of_experts_is_read_row_by_row_like_separate_matrices()
    {
        using var checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", "qwen3_moe"));
        using var folder = new TemporaryFolder();
        using var gguf = Checkpoint.Open(folder.Write("model.gguf", ConvertedGguf.Build(checkpoint)));
        Assert.Equal(checkpoint.Tensors.Keys.Order(), gguf.Tensors.Keys.Order());
        Assert.All(checkpoint.Tensors.Keys, name => Assert.Equal(checkpoint.Read(name), gguf.Read(name)));
        Assert.Equal("1011", string.Concat(gguf.Config.Experts!.Layers.Select(sparse => sparse ? '1' : '0')));
    }

    private static float[] Logits(Model model) =>
        model.Forward(new ForwardRequest { Rows = Rows, AskLast = int.MaxValue }).Logits.ToArray();

    /// <summary>Logits of the golden mixture with other members.</summary>
    private static float[] Changed(string members)
    {
        string source = Shared.Path("golden", "architectures", "qwen3_moe");
        using var folder = new TemporaryFolder();
        JsonObject config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse($"{{{members}}}")!.AsObject())
        {
            config[name] = value!.DeepClone();
        }

        folder.Write("config.json", config.ToJsonString());
        File.Copy(Path.Combine(source, "model.safetensors"), folder.File("model.safetensors"));
        using var model = Model.Open(Checkpoint.Open(folder.Path), folder.File("cache"));
        return Logits(model);
    }

    /// <summary>The random llama as a mixtral.</summary>
    /// <param name="count">Experts.</param>
    /// <param name="perToken">Experts a token.</param>
    /// <param name="expert">What an expert has for the llama's values.</param>
    /// <param name="router">Scale of the router's random weights.</param>
    private static Opened Mixture(int count, int perToken, Func<int, float[], float[]> expert, float router = 1)
    {
        var folder = new TemporaryFolder();
        RandomModel.WriteFolder(folder, "\"max_position_embeddings\": 64");
        JsonObject config = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!.AsObject();
        (config["model_type"], config["num_local_experts"], config["num_experts_per_tok"], config["rope_theta"]) = (
            "mixtral",
            count,
            perToken,
            RandomModel.Theta
        );
        folder.Write("config.json", config.ToJsonString());
        SafetensorsWriter.Write(
            folder.File("model.safetensors"),
            [
                .. RandomModel.Tensors().SelectMany(tensor => Experts(tensor, count, expert)),
                .. Enumerable.Range(0, RandomModel.Layers).Select(layer => Router(layer, count, router)),
            ]
        );
        return new Opened(folder);
    }

    private static IEnumerable<SafetensorsTensor> Experts(
        (string Name, long[] Shape, float[] Values) tensor,
        int count,
        Func<int, float[], float[]> expert
    )
    {
        if (!tensor.Name.Contains(".mlp.", StringComparison.Ordinal))
        {
            return [SafetensorsTensor.Of(tensor.Name, tensor.Shape, tensor.Values)];
        }

        (string before, string part) = (tensor.Name.Split(".mlp.")[0], tensor.Name.Split(".mlp.")[1]);
        string own = part switch
        {
            "gate_proj.weight" => "w1",
            "down_proj.weight" => "w2",
            _ => "w3",
        };
        return Enumerable
            .Range(0, count)
            .Select(index =>
                SafetensorsTensor.Of($"{before}.block_sparse_moe.experts.{index}.{own}.weight", tensor.Shape, expert(index, tensor.Values))
            );
    }

    private static SafetensorsTensor Router(int layer, int count, float scale)
    {
        uint state = 11 + (uint)layer;
        float[] values = [.. Enumerable.Range(0, count * RandomModel.Hidden).Select(_ => scale * RandomModel.Next(ref state))];
        return SafetensorsTensor.Of($"model.layers.{layer}.block_sparse_moe.gate.weight", [count, RandomModel.Hidden], values);
    }

    private sealed class Opened(TemporaryFolder folder) : IDisposable
    {
        public Model Model { get; } = Model.Open(Checkpoint.Open(folder.Path), folder.File("cache"));

        public void Dispose()
        {
            Model.Dispose();
            folder.Dispose();
        }
    }
}
