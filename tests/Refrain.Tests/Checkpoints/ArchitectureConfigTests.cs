using System.Text.Json.Nodes;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Configs;

namespace Refrain.Tests.Checkpoints;

/// <summary>Members of each architecture's config.json, changed one at a time in a real file.</summary>
public class ArchitectureConfigTests
{
    public static TheoryData<string> Names =>
        [
            "llama",
            "mistral",
            "mixtral",
            "qwen2",
            "qwen3",
            "qwen3_moe",
            "gemma",
            "gemma2",
            "gemma3",
            "phi3",
            "cohere",
            "cohere2",
            "olmo2",
            "smollm3",
            "granite",
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_that_nobody_knows_is_refused_by_name(string architecture)
    {
        string message = Refused(architecture, "\"attention_sink_size\": 4");
        Assert.Contains($"attention_sink_size: is 4; expected only members that are known for {architecture}: ", message);
        Assert.Contains(" hidden_size,", message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_that_nobody_knows_is_no_matter_where_it_is_null(string architecture) =>
        Assert.Equal(Text(architecture, "\"use_cache\": true"), Text(architecture, "\"attention_sink_size\": null"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_of_training_saving_and_sampling_change_nothing(string architecture) =>
        Assert.Equal(
            Text(architecture, "\"use_cache\": true"),
            Text(
                architecture,
                "\"attention_dropout\": 0.1, \"initializer_range\": 0.5, \"torch_dtype\": \"float16\", \"_name_or_path\": "
                    + "\"x\", \"use_cache\": false, \"temperature\": 0.5, \"id2label\": {\"0\": \"a\"}, \"output_attentions\": true"
            )
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unknown_kind_of_rotary_scaling_is_refused_by_name(string architecture)
    {
        string given = "{\"rope_type\": \"spiral\", \"rope_theta\": 10000, \"factor\": 2}";
        string parameters = architecture == "gemma3" ? $"{{\"full_attention\": {given}, \"sliding_attention\": {given}}}" : given;
        Assert.Contains("spiral", Refused(architecture, $"\"rope_parameters\": {parameters}"));
    }

    /// <summary>Neutral values of members whose other values are not supported.</summary>
    [Theory]
    [InlineData("cohere2", "use_parallel_block", "true", "false")]
    [InlineData("cohere2", "use_gated_activation", "true", "false")]
    [InlineData("cohere2", "use_qk_norm", "false", "true")]
    [InlineData("cohere2", "rotary_pct", "1.0", "0.5")]
    [InlineData("cohere2", "position_embedding_type", "\"rope_gptj\"", "\"alibi\"")]
    [InlineData("cohere2", "order_of_interleaved_layers", "\"local_attn_first\"", "\"global_attn_first\"")]
    [InlineData("gemma2", "use_bidirectional_attention", "false", "true")]
    [InlineData("gemma3", "use_bidirectional_attention", "false", "true")]
    [InlineData("qwen2", "use_mrope", "false", "true")]
    [InlineData("smollm3", "no_rope_layers", "[1, 1, 1, 0]", "[1, 0]")]
    [InlineData("llama", "hidden_act", "\"silu\"", "\"quick_gelu\"")]
    [InlineData("mistral", "hidden_act", "\"silu\"", "\"relu2\"")]
    [InlineData("gemma", "hidden_activation", "\"gelu_pytorch_tanh\"", "\"mish\"")]
    [InlineData(
        "qwen3",
        "layer_types",
        "[\"full_attention\", \"full_attention\", \"full_attention\", \"full_attention\"]",
        "[\"full_attention\", \"linear_attention\", \"full_attention\", \"full_attention\"]"
    )]
    public void A_neutral_value_changes_nothing_and_another_is_refused_by_name(
        string architecture,
        string member,
        string neutral,
        string other
    )
    {
        Assert.Equal(Text(architecture, "\"use_cache\": true"), Text(architecture, $"\"{member}\": {neutral}"));
        Assert.Contains($"config.json: {member}: is ", Refused(architecture, $"\"{member}\": {other}"));
    }

    [Theory]
    [InlineData("\"layer_types\": null, \"use_sliding_window\": false, \"sliding_window\": 8, \"max_window_layers\": 2", "0000", 0)]
    [InlineData("\"layer_types\": null, \"use_sliding_window\": true, \"sliding_window\": 8, \"max_window_layers\": 2", "0011", 8)]
    [InlineData("\"layer_types\": null, \"use_sliding_window\": true, \"sliding_window\": null, \"max_window_layers\": 2", "0000", 0)]
    [InlineData("\"layer_types\": null, \"use_sliding_window\": true, \"sliding_window\": 8, \"max_window_layers\": 28", "0000", 0)]
    [InlineData(
        "\"use_sliding_window\": true, \"sliding_window\": 8, \"layer_types\": "
            + "[\"sliding_attention\", \"full_attention\", \"full_attention\", \"sliding_attention\"]",
        "1001",
        8
    )]
    public void A_qwen2_slides_only_where_it_says_so_and_from_the_layer_that_it_names(string members, string sliding, int window)
    {
        ModelConfig config = Read("qwen2", members);
        Assert.Equal((sliding, window), (Flags(config.Sliding), config.SlidingWindow));
    }

    [Theory]
    [InlineData("\"mlp_only_layers\": []", "1111")]
    [InlineData("\"mlp_only_layers\": [0, 3]", "0110")]
    [InlineData("\"decoder_sparse_step\": 2, \"mlp_only_layers\": []", "0101")]
    [InlineData("\"decoder_sparse_step\": 2, \"mlp_only_layers\": [3]", "0100")]
    public void A_qwen3_moe_has_experts_in_every_step_th_layer_but_those_named(string members, string sparse) =>
        Assert.Equal(sparse, Flags(Read("qwen3_moe", members).Experts!.Layers));

    [Theory]
    [InlineData("\"no_rope_layers\": null", "0001")]
    [InlineData("\"no_rope_layers\": null, \"no_rope_layer_interval\": 2", "0101")]
    [InlineData("\"no_rope_layers\": [0, 1, 1, 0], \"no_rope_layer_interval\": 2", "1001")]
    public void A_smollm3_leaves_the_layers_unrotated_that_it_names(string members, string unrotated) =>
        Assert.Equal(unrotated, Flags(Read("smollm3", members).Unrotated!));

    [Fact]
    public void Members_of_one_architecture_reach_the_configuration()
    {
        Assert.Equal(QueryKeyNorm.EachHead, Read("cohere", "\"use_qk_norm\": true").QueryKeyNorm);
        Assert.Equal(QueryKeyNorm.None, Read("cohere", "\"use_qk_norm\": false").QueryKeyNorm);
        Assert.Equal(
            (true, true),
            (Read("cohere", "\"attention_bias\": true").AttentionBias, Read("cohere", "\"attention_bias\": true").AttentionOutputBias)
        );
        Assert.Equal(
            (true, false),
            (Read("qwen2", "\"use_cache\": true").AttentionBias, Read("qwen2", "\"use_cache\": true").AttentionOutputBias)
        );
        Assert.Equal(
            (4f, 0.5f, 0.25f, 0.125f),
            Multipliers(
                Read(
                    "granite",
                    "\"embedding_multiplier\": 4, \"attention_multiplier\": 0.5, \"residual_multiplier\": 0.25, \"logits_scaling\": 8"
                )
            )
        );
        Assert.False(Read("qwen3_moe", "\"norm_topk_prob\": false").Experts!.Normalised);
        Assert.Equal(
            (3, 2),
            (Read("mixtral", "\"num_local_experts\": 3").Experts!.Count, Read("mixtral", "\"num_local_experts\": 3").Experts!.PerToken)
        );
        Assert.Equal(
            (16, true),
            (Read("phi3", "\"sliding_window\": 16").SlidingWindow, Read("phi3", "\"sliding_window\": 16").Sliding.All(slides => slides))
        );
    }

    [Theory]
    [InlineData("silu", "silu")]
    [InlineData("swish", "silu")]
    [InlineData("gelu", "gelu")]
    [InlineData("gelu_new", "gelu_pytorch_tanh")]
    [InlineData("gelu_pytorch_tanh", "gelu_pytorch_tanh")]
    [InlineData("relu", "relu")]
    public void Each_supported_activation_is_read(string given, string activation) =>
        Assert.Equal(activation, Read("llama", $"\"hidden_act\": \"{given}\"").Activation);

    [Theory]
    [InlineData("\"num_experts_per_tok\": 5", "num_experts_per_tok: is 5; expected a whole number from 1 to 4")]
    [InlineData("\"num_local_experts\": 0", "num_local_experts: is 0")]
    [InlineData("\"num_local_experts\": 4097", "num_local_experts: is 4097")]
    public void A_mixture_that_cannot_be_is_refused(string member, string expected) =>
        Assert.Contains(expected, Refused("mixtral", member));

    private static (float, float, float, float) Multipliers(ModelConfig config) =>
        (config.EmbeddingScale, config.AttentionScale, config.ResidualScale, config.LogitScale);

    private static string Flags(IEnumerable<bool> flags) => string.Concat(flags.Select(flag => flag ? '1' : '0'));

    private static string Text(string architecture, string members) => ConfigText.Of(Read(architecture, members));

    private static string Refused(string architecture, string members) =>
        Assert.Throws<BadInputException>(() => Read(architecture, members)).Message;

    private static ModelConfig Read(string architecture, string members)
    {
        JsonObject whole = JsonNode
            .Parse(File.ReadAllText(Shared.Path("golden", "architectures", architecture, "config.json")))!
            .AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse($"{{{members}}}")!.AsObject())
        {
            whole[name] = value?.DeepClone();
        }

        using var folder = new TemporaryFolder();
        folder.Write("config.json", whole.ToJsonString());
        return ConfigFile.Read(folder.Path).Config;
    }
}
