using Refrain.Checkpoints;
using Refrain.Graphs;

namespace Refrain.Tests.Graphs;

/// <summary>Node names are an interface: profiles, inspect and later tools name hook points by them.</summary>
public class GraphNamesTests
{
    private const HookSites Everywhere = HookSites.Embedding | HookSites.BlockInput | HookSites.SublayerOutput | HookSites.SublayerWrite;

    [Fact]
    public void A_llama_block_has_a_hook_at_its_input_and_one_at_each_write() =>
        Assert.Equal(["block_input", "attention_write", "mlp_write"], Hooks("llama", layer: 1));

    [Fact]
    public void A_gemma3_block_also_has_hooks_before_its_post_norms() =>
        Assert.Equal(["block_input", "attention_output", "attention_write", "mlp_output", "mlp_write"], Hooks("gemma3", layer: 1));

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma3")]
    public void Every_layer_and_the_final_norm_have_a_tap(string architecture)
    {
        var graph = ModelGraph.Build(Config(architecture), new GraphPlan());
        Assert.Equal(
            ["/model/taps/resid_pre.0", "/model/taps/resid_pre.1", "/model/taps/resid_pre.2"],
            graph.Nodes.Select(node => node.Name).Where(name => name.Contains("/taps/", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma3")]
    public void No_two_nodes_share_a_name_and_every_node_name_is_a_path(string architecture)
    {
        string[] names =
        [
            .. ModelGraph.Build(Config(architecture), new GraphPlan { Hooks = Everywhere, Cache = true }).Nodes.Select(node => node.Name),
        ];
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.StartsWith("/", name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_graph_without_hooks_has_no_intervention_node() =>
        Assert.DoesNotContain(ModelGraph.Build(Config("gemma3"), new GraphPlan()).Nodes, node =>
            node.Name.Contains("/hooks/", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("llama", 20)]
    [InlineData("gemma3", 28)]
    public void Two_layers_have_the_parameters_of_the_architecture(string architecture, int count)
    {
        var parameters = ModelGraph.Build(Config(architecture), new GraphPlan()).Parameters;
        Assert.Equal(count, parameters.Count);
        Assert.Equal([24, 32], parameters.Single(parameter => parameter.Source == "model.layers.1.self_attn.q_proj.weight").Shape);
        Assert.Equal([32, 24], parameters.Single(parameter => parameter.Source == "model.layers.1.self_attn.q_proj.weight").SourceShape);
        Assert.Equal([40, 24], parameters.Single(parameter => parameter.Source == "model.layers.0.mlp.down_proj.weight").Shape);
    }

    private static string[] Hooks(string architecture, int layer)
    {
        string start = $"/model/layers.{layer}/hooks/";
        return
        [
            .. ModelGraph
                .Build(Config(architecture), new GraphPlan { Hooks = Everywhere })
                .Nodes.Select(node => node.Name)
                .Where(name => name.StartsWith(start, StringComparison.Ordinal))
                .Select(name => name[start.Length..].Split('/')[0])
                .Distinct(),
        ];
    }

    private static ModelConfig Config(string architecture) =>
        new()
        {
            Architecture = architecture,
            Layers = 2,
            HiddenSize = 24,
            IntermediateSize = 40,
            Heads = 4,
            KeyValueHeads = 2,
            HeadDimension = 8,
            VocabularySize = 50,
            MaximumPositions = 64,
            NormEpsilon = 1e-6f,
            TiedEmbeddings = true,
            Activation = architecture == "llama" ? "silu" : "gelu_pytorch_tanh",
            Rope = new RopeConfig { Theta = 10_000 },
            Sliding = [false, false],
            AttentionScale = 1,
            NormPlacement = architecture == "llama" ? NormPlacement.Before : NormPlacement.BeforeAndAfter,
            QueryKeyNorm = architecture == "llama" ? QueryKeyNorm.None : QueryKeyNorm.Head,
            EndTokens = [],
        };
}
