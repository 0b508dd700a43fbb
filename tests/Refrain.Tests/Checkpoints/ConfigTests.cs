using System.Text.Json.Nodes;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Configs;

namespace Refrain.Tests.Checkpoints;

public class ConfigTests
{
    [Fact]
    public void A_nested_gemma3_with_its_defaults_omitted_reads_as_transformers_does()
    {
        ModelConfig config = Read(
            """
            {"architectures": ["Gemma3ForConditionalGeneration"], "model_type": "gemma3", "eos_token_id": [1, 106],
             "text_config": {"model_type": "gemma3_text", "hidden_size": 2560, "intermediate_size": 10240, "num_hidden_layers": 34,
                             "rope_scaling": {"factor": 8.0, "rope_type": "linear"}, "sliding_window": 1024},
             "vision_config": {"hidden_size": 1152, "num_attention_heads": 16}}
            """
        );
        Assert.Equal(
            ("gemma3", 34, 2560, 10240, 8, 4, 256),
            (
                config.Architecture,
                config.Layers,
                config.HiddenSize,
                config.IntermediateSize,
                config.Heads,
                config.KeyValueHeads,
                config.HeadDimension
            )
        );
        Assert.Equal(
            (262_208, 131_072, 1e-6f, true),
            (config.VocabularySize, config.MaximumPositions, config.NormEpsilon, config.TiedEmbeddings)
        );
        Assert.Equal(("linear", 8, 1_000_000), (config.Rope.Kind, config.Rope.Factor, config.Rope.Theta));
        Assert.Equal(("default", 10_000), (config.SlidingRope!.Kind, config.SlidingRope.Theta));
        Assert.Equal([5, 11, 17, 23, 29], Enumerable.Range(0, 34).Where(layer => !config.Sliding[layer]));
        Assert.Equal((1024, 1 / 16f), (config.SlidingWindow, config.AttentionScale));
        Assert.Equal([1, 106], config.EndTokens);
    }

    [Fact]
    public void An_older_llama3_config_gives_the_same_as_a_version_5_one()
    {
        ModelConfig old = Llama(
            """
            "rope_theta": 500000.0, "rope_scaling": {"factor": 8.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
            "original_max_position_embeddings": 8192, "rope_type": "llama3"}
            """
        );
        ModelConfig version5 = Llama(
            """
            "rope_parameters": {"rope_theta": 500000.0, "factor": 8.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
            "original_max_position_embeddings": 8192, "rope_type": "llama3"}
            """
        );
        Assert.Equal("llama3", old.Rope.Kind);
        Assert.Equal(8192, old.Rope.OriginalMaximumPositions);
        Assert.Equal(version5.Rope, old.Rope);
    }

    [Fact]
    public void Linear_scaling_by_its_oldest_name_and_nulls_are_read()
    {
        ModelConfig config = Llama(
            """
            "rope_scaling": {"type": "linear", "factor": 2}, "num_key_value_heads": null, "eos_token_id": null, "head_dim": null
            """
        );
        Assert.Equal(("linear", 2, 10_000), (config.Rope.Kind, config.Rope.Factor, config.Rope.Theta));
        Assert.Equal((2, 4), (config.KeyValueHeads, config.HeadDimension));
        Assert.Empty(config.EndTokens);
    }

    [Fact]
    public void End_tokens_are_those_of_both_files()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", TemporaryFolder.TinyConfig);
        folder.Write("generation_config.json", """{"eos_token_id": 1}""");
        Assert.Equal([1, 2, 3], ConfigFile.Read(folder.Path).Config.EndTokens);
    }

    [Theory]
    [InlineData("""{"model_type": "mamba"}""", "model_type: is mamba, which is not supported; expected llama")]
    [InlineData("{}", "model_type: is missing")]
    [InlineData("[1]", "is not valid JSON")]
    [InlineData("{\"model_type\": \"llama\", \"model_type\": \"gemma3\"}", "is not valid JSON")]
    [InlineData("""{"model_type": "\ud800"}""", "is not valid JSON")]
    [InlineData("""{"model_type": "llama", "hidden_size": NaN}""", "is not valid JSON")]
    [InlineData("""{"model_type": "llama"}""", "hidden_size: is missing")]
    [InlineData(
        """{"model_type": "llama", "quantization_config": {"quant_method": "gptq"}}""",
        "quantised with gptq, which is not supported"
    )]
    public void A_config_that_cannot_be_used_names_the_place(string json, string expected)
    {
        var error = Assert.Throws<BadInputException>(() => Read(json));
        Assert.Contains("config.json", error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("\"hidden_act\": \"quick_gelu\"", "hidden_act: is quick_gelu; expected silu, gelu, gelu_pytorch_tanh or relu")]
    [InlineData("\"attention_sinks\": 4", "attention_sinks: is 4; expected only members that are known for llama: attention_bias,")]
    [InlineData(
        "\"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 2, \"mrope_section\": [1]}",
        "mrope_section: is [1]; expected only members that are known for llama: factor,"
    )]
    [InlineData("\"rope_scaling\": {\"rope_type\": \"linear\"}", "factor: is missing")]
    [InlineData("\"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 0}", "factor: is 0; expected a number above zero")]
    [InlineData("\"rope_theta\": 1e999", "rope_theta: is")]
    [InlineData("\"num_key_value_heads\": 3", "2 heads and 3 key/value heads")]
    [InlineData("\"head_dim\": 3", "heads of width 3")]
    [InlineData("\"head_dim\": 1048576", "at most 1048576 together")]
    [InlineData("\"rms_norm_eps\": \"small\"", "rms_norm_eps: is small")]
    [InlineData("\"attention_bias\": 1", "attention_bias: is 1; expected true or false")]
    [InlineData("\"eos_token_id\": 4", "end token: is 4")]
    [InlineData("\"eos_token_id\": [\"x\"]", "eos_token_id: is x")]
    [InlineData("\"max_position_embeddings\": -5", "max_position_embeddings: is -5")]
    [InlineData("\"max_position_embeddings\": 99999999999999999999", "max_position_embeddings: is 9999")]
    public void A_member_that_cannot_be_used_names_itself(string member, string expected) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Llama(member)).Message);

    [Fact]
    public void Deep_nesting_is_one_clear_error() =>
        Assert.Contains("is not valid JSON", Assert.Throws<BadInputException>(() => Read($"{{\"a\": {new string('[', 100_000)}")).Message);

    [Theory]
    [InlineData("\"hidden_activation\": \"mish\"", "hidden_activation: is mish")]
    [InlineData("\"use_bidirectional_attention\": true", "use_bidirectional_attention: is True")]
    [InlineData("\"layer_types\": [\"full_attention\"]", "a list of 26 strings")]
    [InlineData("\"num_hidden_layers\": 1, \"layer_types\": [\"chunked\"]", "layer_types: is chunked")]
    public void A_gemma3_feature_that_is_not_supported_names_itself(string member, string expected) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Read($$"""{"model_type": "gemma3_text", {{member}}}""")).Message);

    [Theory]
    [InlineData("\"attention_bias\": true", "has no tensor model.layers.0.self_attn.q_proj.bias")]
    [InlineData("\"tie_word_embeddings\": false", "has no tensor lm_head.weight")]
    [InlineData("\"intermediate_size\": 16", "has the shape [12, 8]; expected [16, 8]")]
    [InlineData("\"num_hidden_layers\": 2", "has no tensor model.layers.1.")]
    public void Weights_that_do_not_fit_the_configuration_are_one_clear_error(string member, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama(config: With(member));
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message);
    }

    [Fact]
    public void A_bias_that_the_configuration_denies_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama();
        using (SafetensorsFile file = SafetensorsFile.Open(folder.File("model.safetensors")))
        {
            SafetensorsTensor[] tensors = [.. file.Tensors.Values.Select(t => SafetensorsTensor.Of(t.Name, t.Shape, file.Read(t.Name)))];
            SafetensorsWriter.Write(
                folder.File("model.safetensors"),
                [.. tensors, SafetensorsTensor.Of("model.layers.0.self_attn.q_proj.bias", [8], new float[8])]
            );
        }

        Assert.Contains(
            "q_proj.bias: is a tensor that the configuration does not ask for",
            Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message
        );
    }

    private static ModelConfig Llama(string member) => Read(With(member));

    /// <summary>The tiny configuration with some members replaced or added.</summary>
    private static string With(string members)
    {
        JsonObject whole = JsonNode.Parse(TemporaryFolder.TinyConfig)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse($"{{{members}}}")!.AsObject())
        {
            whole[name] = value?.DeepClone();
        }

        return whole.ToJsonString();
    }

    private static ModelConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", json);
        return ConfigFile.Read(folder.Path).Config;
    }
}
