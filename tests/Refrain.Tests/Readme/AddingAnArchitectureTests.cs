using System.Text.Json;
using Refrain.Checkpoints.Configs;
using Refrain.Checkpoints.Decoders;
using Refrain.Graphs;

namespace Refrain.Tests.Readme;

/// <summary>The worked example of docs/adding-an-architecture.md is compiled, and does what the document says.</summary>
public class AddingAnArchitectureTests
{
    private const string Json = """
        {"model_type": "seed_oss", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
        "head_dim": 32, "intermediate_size": 96,
         "vocab_size": 100, "max_position_embeddings": 256, "attention_bias": true, "attention_out_bias": false, "residual_dropout": 0.1,
         "rope_theta": 1e7}
        """;

    [Fact]
    public void The_document_shows_the_file_that_is_compiled()
    {
        string document = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "adding-an-architecture.md"));
        string code = File.ReadAllText(Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Readme", "SeedOss.cs"));
        Assert.Contains($"```csharp\n{code.TrimEnd()}\n```", document, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_read_checked_and_compiled_to_a_graph()
    {
        using var json = JsonDocument.Parse(Json);
        var section = new ConfigSection("config.json", json.RootElement);
        var config = SeedOss.Architecture.FromJson(section);
        section.RefuseUnknown("seed_oss");
        string[] parameters = [.. ModelGraph.Build(config, new GraphPlan()).Parameters.Select(parameter => parameter.Source)];
        Assert.Contains("model.layers.1.self_attn.q_proj.bias", parameters);
        Assert.DoesNotContain("model.layers.1.self_attn.o_proj.bias", parameters);
        Assert.Equal(
            DecoderTensors.Of(config).Select(tensor => tensor.Name).Where(name => name != "model.embed_tokens.weight").Order(),
            parameters.Distinct().Order()
        );
    }

    [Fact]
    public void A_member_that_the_example_does_not_read_is_refused()
    {
        using var json = JsonDocument.Parse(Json.Replace("residual_dropout", "router_bias", StringComparison.Ordinal));
        var section = new ConfigSection("config.json", json.RootElement);
        SeedOss.Architecture.FromJson(section);
        Assert.Contains("router_bias: is 0.1", Assert.Throws<BadInputException>(() => section.RefuseUnknown("seed_oss")).Message);
    }
}
