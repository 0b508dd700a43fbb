using Refrain.Checkpoints;
using Refrain.Checkpoints.Configs;

namespace Refrain.Tests.Checkpoints;

/// <summary>config.json as published models have it, with all the members that training and other programs left in it.</summary>
public class PublishedConfigTests
{
    private const string SmolLm2 = """
        {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2,
        "hidden_act": "silu", "hidden_size": 576,
         "initializer_range": 0.041666666666666664, "intermediate_size": 1536, "is_llama_config": true, "max_position_embeddings": 8192,
         "mlp_bias": false, "model_type": "llama",
         "num_attention_heads": 9, "num_hidden_layers": 30, "num_key_value_heads": 3, "pad_token_id": 2, "pretraining_tp": 1,
         "rms_norm_eps": 1e-05, "rope_interleaved": false,
         "rope_scaling": null, "rope_theta": 100000, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
         "transformers.js_config": {"kv_cache_dtype": {"q4f16": "float16"}},
         "transformers_version": "4.42.3", "use_cache": true, "vocab_size": 49152}
        """;

    private const string Gemma2 = """
        {"architectures": ["Gemma2ForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "attn_logit_softcapping": 50.0,
        "bos_token_id": 2, "cache_implementation": "hybrid", "eos_token_id": 1,
         "final_logit_softcapping": 30.0, "head_dim": 256, "hidden_act": "gelu_pytorch_tanh", "hidden_activation": "gelu_pytorch_tanh",
         "hidden_size": 3584, "initializer_range": 0.02,
         "intermediate_size": 14336, "max_position_embeddings": 8192, "model_type": "gemma2", "num_attention_heads": 16,
         "num_hidden_layers": 42, "num_key_value_heads": 8, "pad_token_id": 0,
         "query_pre_attn_scalar": 256, "rms_norm_eps": 1e-06, "rope_theta": 10000.0, "sliding_window": 4096, "sliding_window_size": 4096,
         "torch_dtype": "bfloat16", "transformers_version": "4.42.0.dev0",
         "use_cache": true, "vocab_size": 256000}
        """;

    private static string Phi4Mini =>
        $$"""
            {"_name_or_path": "Phi-4-mini-instruct", "architectures": ["Phi3ForCausalLM"], "attention_bias": false,
            "attention_dropout": 0.0, "auto_map": {"AutoConfig": "configuration_phi3.Phi3Config"},
             "bos_token_id": 199999, "embd_pdrop": 0.0, "eos_token_id": 199999, "full_attn_mod": 1, "hidden_act": "silu",
             "hidden_size": 3072, "initializer_range": 0.02, "intermediate_size": 8192,
             "interpolate_factor": 1, "lm_head_bias": false, "max_position_embeddings": 131072, "mlp_bias": false, "model_type": "phi3",
             "num_attention_heads": 24, "num_hidden_layers": 32,
             "num_key_value_heads": 8, "original_max_position_embeddings": 4096, "pad_token_id": 199999, "partial_rotary_factor": 0.75,
             "resid_pdrop": 0.0, "rms_norm_eps": 1e-05,
             "rope_scaling": {"long_factor": [{{Factors(1.1)}}], "short_factor": [{{Factors(
                1
            )}}], "type": "longrope"}, "rope_theta": 10000.0, "sliding_window": 262144, "tie_word_embeddings": true,
             "torch_dtype": "bfloat16", "transformers_version": "4.45.0", "use_cache": true, "vocab_size": 200064}
            """;

    [Fact]
    public void SmolLM2_with_the_members_of_its_trainer_is_a_llama()
    {
        var config = Read(SmolLm2);
        Assert.Equal(
            ("llama", 30, 64, 100_000, false),
            (config.Architecture, config.Layers, config.HeadDimension, config.Rope.Theta, config.RotaryInterleaved)
        );
    }

    [Fact]
    public void Gemma_2_with_its_window_given_twice_slides_in_every_other_layer()
    {
        var config = Read(Gemma2);
        Assert.Equal(
            (21, 4096, 1 / 16f, 50f, 30f),
            (
                config.Sliding.Count(slides => slides),
                config.SlidingWindow,
                config.AttentionScale,
                config.AttentionSoftcap,
                config.FinalSoftcap
            )
        );
    }

    [Fact]
    public void Phi_4_mini_turns_three_quarters_of_a_head()
    {
        var config = Read(Phi4Mini);
        Assert.Equal(
            (128, 96, "longrope", 4096),
            (config.HeadDimension, config.Rope.RotaryDimension, config.Rope.Kind, config.Rope.OriginalMaximumPositions)
        );
        Assert.True(config is { TiedEmbeddings: true, FusedProjections: true, AttentionBias: false, SlidingWindow: 262_144 });
    }

    [Theory]
    [InlineData(
        "cohere2",
        "\"layer_switch\": 4, \"order_of_interleaved_layers\": \"local_attn_first\", \"position_embedding_type\": "
            + "\"rope_gptj\", \"rotary_pct\": 1.0, \"use_embedding_sharing\": true, \"use_gated_activation\": "
            + "true, \"use_parallel_block\": true, \"use_parallel_embedding\": "
            + "true, \"sliding_window\": 4096, \"logit_scale\": 0.25, \"layer_norm_eps\": 1e-05"
    )]
    [InlineData(
        "qwen3_moe",
        "\"use_qk_norm\": true, \"shared_expert_intermediate_size\": 0, \"qkv_bias\": "
            + "false, \"num_experts\": 128, \"num_experts_per_tok\": 8, \"moe_intermediate_size\": "
            + "768, \"norm_topk_prob\": true, \"decoder_sparse_step\": 1, \"mlp_only_layers\": []"
    )]
    [InlineData(
        "qwen2",
        "\"dual_chunk_attention_config\": {\"chunk_size\": 256, \"local_size\": 8, \"original_max_position_embeddings\": "
            + "256}, \"use_sliding_window\": false, \"max_window_layers\": 28, \"sliding_window\": 32768"
    )]
    [InlineData("llama", "\"activation\": \"swiglu\", \"hidden_act\": \"silu\"")]
    public void Members_of_published_files_are_read(string type, string members)
    {
        var config = Read(
            $$"""
            {"model_type": "{{type}}", "hidden_size": 64, "num_hidden_layers": 8, "num_attention_heads": 4,
            "num_key_value_heads": 2, "intermediate_size": 96, "vocab_size": 100, "max_position_embeddings": 512, {{members}}}
            """
        );
        Assert.Equal((type, type == "qwen2" ? 256 : 512), (config.Architecture, config.MaximumPositions));
        Assert.Equal(type == "cohere2" ? 6 : 0, config.Sliding.Count(slides => slides));
    }

    [Theory]
    [InlineData("qwen3_moe", "\"use_qk_norm\": false", "use_qk_norm")]
    [InlineData("qwen3_moe", "\"shared_expert_intermediate_size\": 64", "shared_expert_intermediate_size")]
    public void What_would_change_the_numbers_is_refused(string type, string member, string name) =>
        Assert.Contains(
            name + ": is",
            Assert
                .Throws<BadInputException>(() =>
                    Read(
                        $$"""
                        {"model_type": "{{type}}", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
                        "intermediate_size": 96, "vocab_size": 100, "max_position_embeddings": 512, {{member}}}
                        """
                    )
                )
                .Message
        );

    [Theory]
    [InlineData("", 50, 30)]
    [InlineData(", \"attn_logit_softcapping\": null, \"final_logit_softcapping\": null", 0, 0)]
    public void Gemma_2_without_softcaps_has_its_own_and_null_turns_them_off(string members, float attention, float final)
    {
        var config = Read(
            $$"""
            {"model_type": "gemma2", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 2, "intermediate_size": 96, "vocab_size": 100, "max_position_embeddings": 512{{members}}}
            """
        );
        Assert.Equal((attention, final), (config.AttentionSoftcap, config.FinalSoftcap));
    }

    [Theory]
    [InlineData("lm_head_bias", "false", "true")]
    [InlineData("full_attn_mod", "1", "2")]
    [InlineData("interpolate_factor", "1", "4")]
    [InlineData("attention_bias", "false", "true")]
    [InlineData("mlp_bias", "false", "true")]
    public void What_Phi_4_mini_leaves_out_is_refused_where_it_is_asked_for(string member, string neutral, string asked)
    {
        string json = Phi4Mini.Replace($"\"{member}\": {neutral}", $"\"{member}\": {asked}", StringComparison.Ordinal);
        Assert.NotEqual(Phi4Mini, json);
        string message = Assert.Throws<BadInputException>(() => Read(json)).Message;
        Assert.Contains($"config.json: {member}: is ", message);
        Assert.Contains($"; expected {neutral}", message);
    }

    [Fact]
    public void A_llama_with_interleaved_rotary_pairs_is_refused() =>
        Assert.Contains(
            "rope_interleaved: is True; expected false",
            Assert
                .Throws<BadInputException>(() =>
                    Read(SmolLm2.Replace("\"rope_interleaved\": false", "\"rope_interleaved\": true", StringComparison.Ordinal))
                )
                .Message
        );

    private static string Factors(double factor) =>
        string.Join(", ", Enumerable.Repeat(factor.ToString(System.Globalization.CultureInfo.InvariantCulture), 48));

    private static ModelConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", json);
        return ConfigFile.Read(folder.Path).Config;
    }
}
