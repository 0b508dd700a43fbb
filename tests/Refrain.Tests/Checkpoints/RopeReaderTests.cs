using System.Text.Json.Nodes;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Configs;

namespace Refrain.Tests.Checkpoints;

public class RopeReaderTests
{
    private const string Long = "\"rope_type\": \"longrope\", \"original_max_position_embeddings\": 64";

    [Theory]
    [InlineData(
        "\"rope_type\": \"mrope\"",
        "rope_type: is mrope, which is not supported; expected default, linear, dynamic, yarn, longrope or llama3"
    )]
    [InlineData("\"rope_type\": \"linear\"", "factor: is missing")]
    [InlineData("\"rope_type\": \"dynamic\"", "factor: is missing")]
    [InlineData("\"rope_type\": \"dynamic\", \"factor\": 0.5", "factor: is 0.5; expected 1 or more")]
    [InlineData(
        "\"rope_type\": \"dynamic\", \"factor\": 2, \"partial_rotary_factor\": 0.5",
        "rope_type: is dynamic, where only 2 dimensions of a head turn"
    )]
    [InlineData(
        "\"rope_type\": \"yarn\", \"factor\": 2, \"beta_fast\": 1, \"beta_slow\": 2",
        "beta_fast: is 1; expected at least beta_slow, 2"
    )]
    [InlineData("\"rope_type\": \"yarn\", \"factor\": 2, \"rope_theta\": 1", "rope_theta: is 1; expected more than 1 with yarn")]
    [InlineData("\"rope_type\": \"yarn\", \"factor\": -2", "factor: is -2; expected a number above zero")]
    [InlineData("\"rope_type\": \"yarn\", \"factor\": 2, \"truncate\": 1", "truncate: is 1; expected true or false")]
    [InlineData("\"rope_type\": \"yarn\", \"factor\": 2, \"mscale\": -1", "mscale: is -1; expected a number from zero on")]
    [InlineData(Long + ", \"long_factor\": [1, 1]", "short_factor: is missing; expected a list of 2 numbers above zero")]
    [InlineData(Long + ", \"short_factor\": [1, 1]", "long_factor: is missing; expected a list of 2 numbers above zero")]
    [InlineData(Long + ", \"short_factor\": [1, 1, 1]", "short_factor: is a list of 3; expected a list of 2 numbers above zero")]
    [InlineData(Long + ", \"short_factor\": [1, 0]", "short_factor: is 0; expected a list of 2 numbers above zero")]
    [InlineData(Long + ", \"short_factor\": 1", "short_factor: is 1; expected a list of 2 numbers above zero")]
    [InlineData(Long + ", \"short_mscale\": 1.2", "short_mscale: is 1.2; expected no such member")]
    [InlineData(
        "\"rope_type\": \"default\", \"partial_rotary_factor\": 0.25",
        "partial_rotary_factor: is 0.25; expected a share of the head's width, 4, that is an even number from 2 to 4"
    )]
    [InlineData("\"rope_type\": \"default\", \"partial_rotary_factor\": 0.75", "partial_rotary_factor: is 0.75")]
    [InlineData("\"rope_type\": \"default\", \"partial_rotary_factor\": 1.5", "partial_rotary_factor: is 1.5")]
    public void A_member_that_cannot_be_used_names_itself(string members, string expected)
    {
        string message = Assert
            .Throws<BadInputException>(() => Llama($$""" "max_position_embeddings": 128, "rope_parameters": { {{members}} } """))
            .Message;
        Assert.Contains("config.json: rope_parameters: ", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void An_odd_rotary_dim_names_itself() =>
        Assert.Contains(
            "rotary_dim: is 3; expected an even number from 2 to 4",
            Assert.Throws<BadInputException>(() => Llama("\"rotary_dim\": 3")).Message
        );

    [Theory]
    [InlineData("\"rope_scaling\": {\"type\": \"yarn\"}, \"original_max_position_embeddings\": 32", 4, 32)] // no factor: from the lengths
    [InlineData(
        "\"rope_scaling\": {\"type\": \"yarn\", \"factor\": "
            + "2, \"original_max_position_embeddings\": 64}, \"original_max_position_embeddings\": 32",
        2,
        32
    )] // the outer member counts
    [InlineData("\"rope_scaling\": {\"type\": \"yarn\", \"factor\": 2}", 2, 128)] // neither: the longest sequence
    public void Members_that_are_absent_come_from_the_lengths(string members, double factor, double original)
    {
        RopeConfig rope = Llama("\"max_position_embeddings\": 128, " + members).Rope;
        Assert.Equal((factor, original, 0.1 * Math.Log(factor) + 1), (rope.Factor, rope.OriginalMaximumPositions, rope.AttentionFactor));
    }

    [Fact]
    public void Each_layer_type_has_its_own_kind()
    {
        ModelConfig config = Read(
            """
            {"model_type": "gemma3_text", "head_dim": 8, "rope_parameters": {
              "full_attention": {"rope_type": "yarn", "factor": 4, "original_max_position_embeddings": 1024, "rope_theta": 500000},
              "sliding_attention": {"rope_type": "linear", "factor": 2, "partial_rotary_factor": 0.5}}}
            """
        );
        Assert.Equal(("yarn", 500_000, 0), (config.Rope.Kind, config.Rope.Theta, config.Rope.RotaryDimension));
        Assert.Equal(("linear", 10_000, 4), (config.SlidingRope!.Kind, config.SlidingRope.Theta, config.SlidingRope.RotaryDimension));
    }

    [Theory]
    [InlineData("type", "dynamic", "rope.scaling.type: is dynamic; expected none, linear, yarn or longrope")]
    [InlineData("type", "yarn", "rope.scaling.factor: is missing")]
    [InlineData("type", "longrope", "rope_factors_short.weight: is missing; expected F32 [2]")]
    [InlineData("attn_factor", 1.5f, "rope.scaling.attn_factor: is 1.5; expected 1, or no such key")]
    public void A_gguf_key_that_cannot_be_used_names_itself(string key, object value, string expected)
    {
        var gguf = GgufBuilder.TinyLlama();
        _ = value is string text ? gguf.Key($"llama.rope.scaling.{key}", text) : gguf.Key($"llama.rope.scaling.{key}", (float)value);
        Assert.Contains(expected, Error(gguf));
    }

    [Fact]
    public void Factors_of_another_length_than_the_head_needs_are_one_clear_error()
    {
        var gguf = GgufBuilder
            .TinyLlama()
            .Key("llama.rope.scaling.type", "longrope")
            .Tensor("rope_factors_short.weight", [1, 2, 3], 3)
            .Tensor("rope_factors_long.weight", [1, 2, 3], 3);
        Assert.Contains("rope_factors_short.weight: is F32 [3]; expected F32 [2]", Error(gguf));
    }

    [Theory]
    [InlineData(3u, "rope.dimension_count: is 3; expected an even number from 2 to 4")]
    [InlineData(2u, "rope.dimension_count: is 2; expected 4, the head's width")]
    public void A_part_of_the_head_that_cannot_turn_names_itself(uint count, string expected) =>
        Assert.Contains(expected, Error(GgufBuilder.TinyLlama().Key("llama.rope.dimension_count", count)));

    private static string Error(GgufBuilder gguf)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.gguf", gguf.Bytes());
        return Assert.Throws<BadInputException>(() => Checkpoint.Open(path)).Message;
    }

    private static ModelConfig Llama(string members)
    {
        JsonObject whole = JsonNode.Parse(TemporaryFolder.TinyConfig)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse($"{{{members}}}")!.AsObject())
        {
            whole[name] = value?.DeepClone();
        }

        return Read(whole.ToJsonString());
    }

    private static ModelConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", json);
        return ConfigFile.Read(folder.Path).Config;
    }
}
