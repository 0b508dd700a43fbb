using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

public class GoldenCheckpointTests
{
    [Theory]
    [InlineData("llama", 4, false)]
    [InlineData("llama3-rope", 4, true)]
    [InlineData("gemma3", 7, true)]
    public void A_folder_of_safetensors_opens_with_its_sizes(string name, int layers, bool tied)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", name));
        Assert.Equal("safetensors", checkpoint.Format);
        Assert.Equal(name, checkpoint.Name);
        Assert.Equal(layers, checkpoint.Config.Layers);
        Assert.Equal(64, checkpoint.Config.HiddenSize);
        Assert.Equal(tied, checkpoint.Config.TiedEmbeddings);
        Assert.Equal([2], checkpoint.Config.EndTokens);
        Assert.Equal([272, 64], checkpoint.Tensors["model.embed_tokens.weight"].Shape);
        Assert.Equal([64, 160], checkpoint.Tensors["model.layers.0.mlp.down_proj.weight"].Shape);
        Assert.False(checkpoint.NormsIncludeOne);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama3-rope")]
    [InlineData("gemma2")]
    [InlineData("gemma3")]
    [InlineData("phi3")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void A_gguf_holds_the_same_values_as_its_safetensors(string name)
    {
        using Checkpoint folder = Checkpoint.Open(Shared.Path("golden", "architectures", name));
        using Checkpoint gguf = Checkpoint.Open(Shared.Path("golden", "gguf", $"{name}-f32.gguf"));
        Assert.Equal("gguf", gguf.Format);
        Assert.Equal(folder.Tensors.Keys.Order(), gguf.Tensors.Keys.Order());
        Assert.Equal(folder.ParameterCount, gguf.ParameterCount);
        Assert.Equal(name.StartsWith("gemma", StringComparison.Ordinal), gguf.NormsIncludeOne);
        foreach (string tensor in folder.Tensors.Keys)
        {
            float[] expected = folder.Read(tensor);
            float[] values = gguf.Read(tensor);
            if (gguf.NormsIncludeOne && tensor.EndsWith("norm.weight", StringComparison.Ordinal))
            {
                expected = Array.ConvertAll(expected, value => 1 + value);
            }

            Assert.Equal(folder.Tensors[tensor].Shape, gguf.Tensors[tensor].Shape);
            Assert.Equal(expected, values);
        }
    }

    [Fact]
    public void A_gguf_gives_the_configuration_of_its_safetensors()
    {
        foreach (string name in new[] { "llama", "gemma2", "gemma3", "phi3", "qwen2", "qwen3" })
        {
            using Checkpoint folder = Checkpoint.Open(Shared.Path("golden", "architectures", name));
            using Checkpoint gguf = Checkpoint.Open(Shared.Path("golden", "gguf", $"{name}-f32.gguf"));
            Assert.Equal(ConfigText.Of(folder.Config), ConfigText.Of(gguf.Config));
        }
    }

    [Fact]
    public void Llama3_frequencies_agree_between_config_and_divisors()
    {
        using Checkpoint folder = Checkpoint.Open(Shared.Path("golden", "architectures", "llama3-rope"));
        using Checkpoint gguf = Checkpoint.Open(Shared.Path("golden", "gguf", "llama3-rope-f32.gguf"));
        RopeConfig rope = folder.Config.Rope;
        Assert.Equal("llama3", rope.Kind);
        Assert.Equal((8, 1, 4, 64), (rope.Factor, rope.LowFrequencyFactor, rope.HighFrequencyFactor, rope.OriginalMaximumPositions));
        Assert.NotNull(gguf.Config.Rope.FrequencyDivisors);
        for (int i = 0; i < 8; i++)
        {
            double wavelength = 2 * Math.PI * Math.Pow(rope.Theta, i / 8.0);
            double smooth =
                (rope.OriginalMaximumPositions / wavelength - rope.LowFrequencyFactor)
                / (rope.HighFrequencyFactor - rope.LowFrequencyFactor);
            double expected = 1 / (((1 - Math.Clamp(smooth, 0, 1)) / rope.Factor) + Math.Clamp(smooth, 0, 1));
            Assert.Equal(expected, gguf.Config.Rope.FrequencyDivisors[i], 1e-5 * expected);
        }
    }

    [Fact]
    public void Gemma3_reads_local_and_global_rope_window_and_scale()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", "gemma3"));
        ModelConfig config = checkpoint.Config;
        Assert.Equal(("linear", 8, 1_000_000), (config.Rope.Kind, config.Rope.Factor, config.Rope.Theta));
        Assert.Equal(("default", 10_000), (config.SlidingRope!.Kind, config.SlidingRope.Theta));
        Assert.Equal([true, true, true, true, true, false, true], config.Sliding);
        Assert.Equal(8, config.SlidingWindow);
        Assert.Equal((float)(1 / Math.Sqrt(24)), config.AttentionScale);
        Assert.Equal(0, config.AttentionSoftcap);
    }

    [Fact]
    public void A_folder_with_a_gguf_and_hugging_face_files_opens()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Shared.Path("models", "aligned-270m"));
        Assert.Equal("gguf", checkpoint.Format);
        Assert.Equal("aligned-270m", checkpoint.Name);
        Assert.Equal(checkpoint.Path, checkpoint.TokenizerFolder);
        Assert.Equal([1, 6], checkpoint.Config.EndTokens);
        Assert.Equal(32768, checkpoint.Config.MaximumPositions);
        Assert.Equal(60000, checkpoint.Gguf!.Strings("tokenizer.ggml.tokens")!.Count);
        Assert.Equal("<bos>", checkpoint.Gguf.Strings("tokenizer.ggml.tokens")![2]);
        Assert.Equal(60000, checkpoint.Gguf.Numbers("tokenizer.ggml.scores")!.Count);
        Assert.True(checkpoint.Gguf.Boolean("tokenizer.ggml.add_bos_token"));
        Assert.Contains("bos_token", checkpoint.Gguf.String("tokenizer.chat_template"));
        Assert.Equal(StorageType.Q8_0, checkpoint.Tensors["model.embed_tokens.weight"].Type);
        float[] embeddings = checkpoint.Read("model.embed_tokens.weight");
        Assert.Equal(60000 * 640, embeddings.Length);
        Assert.All(embeddings, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(64, checkpoint.WeightsHash.Length);
    }

    [Fact]
    public void The_gguf_of_that_folder_opens_alone_with_its_own_tokenizer()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Shared.Path("models", "aligned-270m", "model-q8_0.gguf"));
        Assert.Equal("model-q8_0", checkpoint.Name);
        Assert.Null(checkpoint.TokenizerFolder);
        Assert.Equal([1, 6], checkpoint.Config.EndTokens);
        Assert.Equal(1 / 16f, checkpoint.Config.AttentionScale);
        Assert.Equal(512, checkpoint.Config.SlidingWindow);
    }
}
