using Refrain.Checkpoints;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference.Rotary;

/// <summary>A decoder of two small layers with fixed random weights, written as a Hugging Face folder or as a GGUF file.</summary>
internal static class RandomModel
{
    public const int Layers = 2,
        Hidden = 32,
        Inner = 48,
        Heads = 2,
        KeyValueHeads = 1,
        Width = 16,
        Vocabulary = 48;
    public const double Epsilon = 1e-5,
        Theta = 10_000;

    /// <summary>Folder of a llama whose config.json has these members too.</summary>
    public static void WriteFolder(TemporaryFolder folder, string members)
    {
        folder.Write(
            "config.json",
            $$"""
            {"model_type": "llama", "hidden_size": {{Hidden}}, "num_attention_heads": {{Heads}}, "num_key_value_heads": {{KeyValueHeads}},
            "head_dim": {{Width}},
             "num_hidden_layers": {{Layers}}, "intermediate_size": {{Inner}}, "vocab_size": {{Vocabulary}}, "rms_norm_eps": 1e-5,
             "tie_word_embeddings": false, "eos_token_id": 2, {{members}}}
            """
        );
        SafetensorsWriter.Write(
            folder.File("model.safetensors"),
            [.. Tensors().Select(tensor => SafetensorsTensor.Of(tensor.Name, tensor.Shape, tensor.Values))]
        );
    }

    /// <summary>Names of Hugging Face, shapes and values of the llama.</summary>
    public static IEnumerable<(string Name, long[] Shape, float[] Values)> Tensors()
    {
        uint state = 1;
        yield return Matrix("model.embed_tokens.weight", Vocabulary, Hidden, 1);
        yield return Norm("model.norm.weight", Hidden);
        yield return Matrix("lm_head.weight", Vocabulary, Hidden, 1);
        for (int layer = 0; layer < Layers; layer++)
        {
            string place = $"model.layers.{layer}.";
            yield return Norm(place + "input_layernorm.weight", Hidden);
            yield return Matrix(place + "self_attn.q_proj.weight", Heads * Width, Hidden, 0.75f);
            yield return Matrix(place + "self_attn.k_proj.weight", KeyValueHeads * Width, Hidden, 0.75f);
            yield return Matrix(place + "self_attn.v_proj.weight", KeyValueHeads * Width, Hidden, 0.5f);
            yield return Matrix(place + "self_attn.o_proj.weight", Hidden, Heads * Width, 0.5f);
            yield return Norm(place + "post_attention_layernorm.weight", Hidden);
            yield return Matrix(place + "mlp.gate_proj.weight", Inner, Hidden, 0.25f);
            yield return Matrix(place + "mlp.up_proj.weight", Inner, Hidden, 0.25f);
            yield return Matrix(place + "mlp.down_proj.weight", Hidden, Inner, 0.25f);
        }

        (string, long[], float[]) Matrix(string name, int rows, int columns, float scale) =>
            (name, [rows, columns], Values(rows * columns, scale, 0));
        (string, long[], float[]) Norm(string name, int width) => (name, [width], Values(width, 0.25f, 1));
        float[] Values(int count, float scale, float centre) =>
            [.. Enumerable.Range(0, count).Select(_ => centre + scale * Next(ref state))];
    }

    /// <summary>Token ids that depend on the seed alone.</summary>
    public static int[] Prompt(uint seed, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => 3 + (int)((Next(ref seed) + 1) / 2 * (Vocabulary - 3)))];

    /// <summary>From −1 to 1, by a congruential generator whose steps are the same everywhere.</summary>
    public static float Next(ref uint state)
    {
        state = unchecked(state * 1664525 + 1013904223);
        return (state >> 8) / 8388608f - 1;
    }
}
