using System.Text.Json;
using System.Text.Json.Nodes;

namespace Refrain.Scripts;

/// <summary>A llama checkpoint of random weights with tied embeddings; the same options and seed always give the same bytes.</summary>
public sealed record RandomLlama
{
    /// <summary>Blocks.</summary>
    public int Layers { get; init; } = 28;

    /// <summary>Width of the residual stream.</summary>
    public int Hidden { get; init; } = 3072;

    /// <summary>Width of the MLP.</summary>
    public int Intermediate { get; init; } = 8192;

    /// <summary>Query heads.</summary>
    public int Heads { get; init; } = 24;

    /// <summary>Key and value heads.</summary>
    public int KeyValueHeads { get; init; } = 8;

    /// <summary>Width of a head.</summary>
    public int HeadDimension { get; init; } = 128;

    /// <summary>Rows of the embedding.</summary>
    public int Vocabulary { get; init; } = 128_256;

    /// <summary>Seed of all values.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most bytes of tensors in a shard; a larger tensor has one of its own.</summary>
    public long ShardBytes { get; init; } = 2_000_000_000;

    /// <summary>Weights in all.</summary>
    public long Parameters => Tensors().Sum(tensor => tensor.Count);

    /// <summary>Writes the checkpoint; the index of the shards comes last, so what was interrupted is no checkpoint.</summary>
    /// <param name="folder">Made here.</param>
    /// <param name="tokenizer">A folder with tokenizer.json and tokenizer_config.json.</param>
    /// <exception cref="IOException">The folder exists, or the disk has too little room.</exception>
    /// <exception cref="ArgumentException">The sizes do not fit each other or the tokenizer.</exception>
    public void Write(string folder, string tokenizer)
    {
        Check(tokenizer);
        if (Path.Exists(folder))
        {
            throw new IOException($"{folder} exists; give a new one");
        }

        Directory.CreateDirectory(folder);
        if (new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace is var free && free < 2 * Parameters)
        {
            throw new IOException(
                FormattableString.Invariant($"{folder} has {free / 1e9:F1} GB free; the checkpoint takes {2 * Parameters / 1e9:F1} GB")
            );
        }

        File.WriteAllText(Path.Combine(folder, "config.json"), Config(tokenizer));
        foreach (string file in (string[])["tokenizer.json", "tokenizer_config.json"])
        {
            File.Copy(Path.Combine(tokenizer, file), Path.Combine(folder, file));
        }

        var shards = Shards();
        var map = new JsonObject();
        for (int shard = 0; shard < shards.Count; shard++)
        {
            string name = FormattableString.Invariant($"model-{shard + 1:D5}-of-{shards.Count:D5}.safetensors");
            BFloat16File.Write(Path.Combine(folder, name), shards[shard], Seed);
            foreach (var tensor in shards[shard])
            {
                map[tensor.Name] = name;
            }
        }

        var index = new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_size"] = 2 * Parameters },
            ["weight_map"] = map,
        };
        File.WriteAllText(
            Path.Combine(folder, "model.safetensors.index.json"),
            index.ToJsonString(new JsonSerializerOptions { WriteIndented = true })
        );
    }

    private void Check(string tokenizer)
    {
        int[] sizes = [Layers, Hidden, Intermediate, Heads, KeyValueHeads, HeadDimension, Vocabulary];
        if (sizes.Any(size => size < 1) || Heads % KeyValueHeads != 0 || HeadDimension % 2 != 0)
        {
            throw new ArgumentException("sizes must be positive, heads a multiple of key/value heads, and a head's width even");
        }

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(tokenizer, "tokenizer.json")));
        var vocabulary = json.RootElement.GetProperty("model").GetProperty("vocab");
        int largest = vocabulary
            .EnumerateObject()
            .Select(entry => entry.Value.GetInt32())
            .Concat(json.RootElement.GetProperty("added_tokens").EnumerateArray().Select(token => token.GetProperty("id").GetInt32()))
            .Max();
        if (largest >= Vocabulary)
        {
            throw new ArgumentException($"the tokenizer has ids up to {largest}; --vocabulary is {Vocabulary}");
        }
    }

    private string Config(string tokenizer)
    {
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["hidden_size"] = Hidden,
            ["intermediate_size"] = Intermediate,
            ["num_hidden_layers"] = Layers,
            ["num_attention_heads"] = Heads,
            ["num_key_value_heads"] = KeyValueHeads,
            ["head_dim"] = HeadDimension,
            ["vocab_size"] = Vocabulary,
            ["max_position_embeddings"] = 8192,
            ["rope_theta"] = 500_000.0,
            ["rms_norm_eps"] = 1e-5,
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = true,
            ["torch_dtype"] = "bfloat16",
        };
        if (
            Path.Combine(tokenizer, "config.json") is var file
            && File.Exists(file)
            && JsonNode.Parse(File.ReadAllText(file)) is JsonObject other
        )
        {
            foreach (string key in (string[])["bos_token_id", "eos_token_id"])
            {
                config[key] = other[key]?.DeepClone();
            }
        }

        return config.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    // Scales at which the stream neither dies nor grows without end: norms are 1, and what a block writes shrinks with the depth.
    private IEnumerable<RandomTensor> Tensors()
    {
        float written = (float)(0.5 / Math.Sqrt(2.0 * Layers));
        RandomTensor Matrix(string name, int rows, int columns, float gain) =>
            new(name, [rows, columns], (float)(gain / Math.Sqrt(columns)));
        yield return new RandomTensor("model.embed_tokens.weight", [Vocabulary, Hidden], 0.05f);
        for (int layer = 0; layer < Layers; layer++)
        {
            string path = FormattableString.Invariant($"model.layers.{layer}.");
            yield return new RandomTensor(path + "input_layernorm.weight", [Hidden], null);
            yield return Matrix(path + "self_attn.q_proj.weight", Heads * HeadDimension, Hidden, 1);
            yield return Matrix(path + "self_attn.k_proj.weight", KeyValueHeads * HeadDimension, Hidden, 1);
            yield return Matrix(path + "self_attn.v_proj.weight", KeyValueHeads * HeadDimension, Hidden, 1);
            yield return Matrix(path + "self_attn.o_proj.weight", Hidden, Heads * HeadDimension, written);
            yield return new RandomTensor(path + "post_attention_layernorm.weight", [Hidden], null);
            yield return Matrix(path + "mlp.gate_proj.weight", Intermediate, Hidden, 1);
            yield return Matrix(path + "mlp.up_proj.weight", Intermediate, Hidden, 1);
            yield return Matrix(path + "mlp.down_proj.weight", Hidden, Intermediate, written);
        }

        yield return new RandomTensor("model.norm.weight", [Hidden], null);
    }

    private List<List<RandomTensor>> Shards()
    {
        var shards = new List<List<RandomTensor>>();
        long bytes = long.MaxValue;
        foreach (var tensor in Tensors())
        {
            if (bytes > ShardBytes - 2 * tensor.Count)
            {
                shards.Add([]);
                bytes = 0;
            }

            shards[^1].Add(tensor);
            bytes += 2 * tensor.Count;
        }

        return shards;
    }
}

/// <summary>A tensor of random values.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Shape">Row-major.</param>
/// <param name="Deviation">Standard deviation of its normal values; null: all are 1.</param>
internal sealed record RandomTensor(string Name, long[] Shape, float? Deviation)
{
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
