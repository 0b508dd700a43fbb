using Refrain.Inference;

namespace Refrain.Tests.Inference;

public class FastPrecisionTests
{
    public static TheoryData<string> Models =>
        [
            "llama",
            "llama3-rope",
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
            "llama-f32.gguf",
            "gemma3-f32.gguf",
        ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Next_token_distributions_and_streams_are_close_to_those_of_transformers(string name)
    {
        using var golden = Golden.Open(name, Precision.Fast);
        int layers = golden.Model.Config.Layers,
            vocabulary = golden.Model.Config.VocabularySize,
            hidden = golden.Model.Config.HiddenSize;
        var result = golden.Model.Forward(
            new ForwardRequest
            {
                Rows = golden.Prompts,
                AskLast = int.MaxValue,
                CaptureLast = int.MaxValue,
                CaptureLayers = [.. Enumerable.Range(0, layers + 1)],
            }
        );
        double divergence = 0,
            mean = 0,
            cosine = 1,
            differing = 0;
        for (int row = 0; row < golden.Prompts.Length; row++)
        {
            float[] logits = golden.Expected($"p{row}.logits"),
                streams = golden.Expected($"p{row}.resid_pre");
            int tokens = golden.Prompts[row].Length;
            for (int token = 0; token < tokens; token++)
            {
                var actual = result.Logits.Slice((result.Asked[row] + token) * vocabulary, vocabulary);
                var expected = logits.AsSpan(token * vocabulary, vocabulary);
                double here = Divergence(expected, actual);
                divergence = Math.Max(divergence, here);
                mean += here / result.Asked[^1];
                differing += actual.SequenceEqual(expected) ? 0 : 1;
                for (int layer = 0; layer <= layers; layer++)
                {
                    var stream = result.Stream(layer, row).Slice(token * hidden, hidden);
                    cosine = Math.Min(
                        cosine,
                        System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(
                            streams.AsSpan(((layer * tokens) + token) * hidden, hidden),
                            stream
                        )
                    );
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: KL mean {mean:G3}, greatest {divergence:G3}, cosine {cosine:R}");
        Assert.True(differing > 0, "the products were not computed in 8 bits");

        // Three times what was measured. Scales of the next row, or a zero point off by one, give a mean divergence of 0.03 to 3.7 and
        // cosines under 0.3.
        Assert.InRange(mean, 0, 0.015);
        Assert.InRange(divergence, 0, 0.09);
        Assert.InRange(cosine, 0.97, 1.001);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_gives_the_same_alone_in_a_batch_and_from_a_later_layer(string name)
    {
        using var golden = Golden.Open(name, Precision.Fast);
        int vocabulary = golden.Model.Config.VocabularySize;
        var together = golden.Model.Forward(
            new ForwardRequest
            {
                Rows = golden.Prompts,
                CaptureLast = int.MaxValue,
                CaptureLayers = [1],
            }
        );
        for (int row = 0; row < golden.Prompts.Length; row++)
        {
            float[] alone = golden.Model.Forward(new ForwardRequest { Rows = [golden.Prompts[row]] }).Logits.ToArray();
            Golden.Close(alone, together.LastLogits(row), "in a batch", 1e-5);
        }

        var rest = golden.Model.Forward(
            new ForwardRequest
            {
                Rows = golden.Prompts,
                FirstLayer = 1,
                Streams = [.. golden.Prompts.Select((_, row) => together.Stream(1, row).ToArray())],
            }
        );
        Golden.Close(together.Logits.ToArray(), rest.Logits.ToArray(), "from layer 1", 1e-6);
        Assert.Equal(golden.Prompts.Length * vocabulary, rest.Logits.Length);
    }

    [Fact]
    public void Generation_feeds_the_same_model_as_reading_does()
    {
        using var golden = Golden.Open("llama", Precision.Fast);
        var generated = Generation.Greedy(
            golden.Model,
            new GenerationRequest
            {
                Rows = golden.Prompts,
                MaximumNewTokens = 8,
                IgnoreEnd = true,
            }
        );
        for (int row = 0; row < golden.Prompts.Length; row++)
        {
            int[] ids = [.. golden.Prompts[row]];
            foreach (int next in generated[row].Ids)
            {
                float[] logits = golden.Model.Forward(new ForwardRequest { Rows = [ids] }).Logits.ToArray();
                Assert.InRange(logits.Max() - logits[next], 0, 1e-3f);
                ids = [.. ids, next];
            }
        }
    }

    private static double Divergence(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double LogSum(ReadOnlySpan<float> logits)
        {
            double sum = 0;
            foreach (float logit in logits)
            {
                sum += Math.Exp(logit);
            }

            return Math.Log(sum);
        }

        double p = LogSum(expected),
            q = LogSum(actual),
            divergence = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            divergence += Math.Exp(expected[i] - p) * (expected[i] - p - actual[i] + q);
        }

        return divergence;
    }
}
