using Refrain.Inference;

namespace Refrain.Tests.Inference;

public class GoldenArchitectureTests
{
    public static TheoryData<string> Models => [.. Names];

    /// <summary>
    /// The folders and files of ../shared/golden/architectures and gguf, and those that <see cref="Gguf.ConvertedGguf"/> writes.
    /// </summary>
    internal static string[] Names { get; } =
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
        "llama3-rope-f32.gguf",
        "gemma2-f32.gguf",
        "gemma3-f32.gguf",
        "phi3-f32.gguf",
        "qwen2-f32.gguf",
        "qwen3-f32.gguf",
        .. Gguf.ConvertedKeys.Names.Keys.Select(name => name + "-converted.gguf"),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_and_residual_streams_of_a_ragged_batch_are_those_of_transformers(string name)
    {
        using var golden = Golden.Open(name);
        int layers = golden.Model.Config.Layers;
        var result = golden.Model.Forward(
            new ForwardRequest
            {
                Rows = golden.Prompts,
                AskLast = int.MaxValue,
                CaptureLast = int.MaxValue,
                CaptureLayers = [.. Enumerable.Range(0, layers + 1)],
            }
        );
        for (int row = 0; row < golden.Prompts.Length; row++)
        {
            Golden.Close(golden.Expected($"p{row}.logits"), RowLogits(result, row), $"{name} p{row}.logits");
            float[] streams = golden.Expected($"p{row}.resid_pre");
            float[] actual = [.. Enumerable.Range(0, layers + 1).SelectMany(layer => result.Stream(layer, row).ToArray())];
            Golden.Close(streams, actual, $"{name} p{row}.resid_pre");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Each_intervention_gives_the_logits_of_transformers(string name)
    {
        using var golden = Golden.Open(name);
        foreach (string intervention in Golden.Interventions)
        {
            var result = golden.Model.Forward(
                new ForwardRequest
                {
                    Rows = golden.Prompts,
                    Interventions = [.. golden.Prompts.Select(_ => golden.Intervention(intervention))],
                }
            );
            for (int row = 0; row < golden.Prompts.Length; row++)
            {
                Golden.Close(golden.Expected($"p{row}.{intervention}.logits"), result.LastLogits(row), $"{name} p{row}.{intervention}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_tokens_are_those_of_transformers_with_and_without_interventions(string name)
    {
        using var golden = Golden.Open(name);
        foreach (string intervention in (string[])["", .. Golden.Interventions])
        {
            var request = new GenerationRequest
            {
                Rows = golden.Prompts,
                Interventions = intervention == "" ? null : [.. golden.Prompts.Select(_ => golden.Intervention(intervention))],
                MaximumNewTokens = 12,
                IgnoreEnd = true,
            };
            var generated = Generation.Greedy(golden.Model, request);
            for (int row = 0; row < golden.Prompts.Length; row++)
            {
                Assert.Equal(golden.Generated(intervention == "" ? $"p{row}.greedy" : $"p{row}.{intervention}.greedy"), generated[row].Ids);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_zero_direction_changes_no_bit(string name)
    {
        using var golden = Golden.Open(name);
        int layers = golden.Model.Config.Layers;
        var zero = new double[golden.Model.Config.HiddenSize];
        float[] plain = golden.Model.Forward(new ForwardRequest { Rows = golden.Prompts, AskLast = int.MaxValue }).Logits.ToArray();
        Intervention[] zeros =
        [
            Intervention.Ablate(zero, layers, Refrain.Graphs.HookSites.Stream),
            Intervention.Ablate(zero, layers, Refrain.Graphs.HookSites.Module),
            Intervention.Add(zero, layers, 1),
            Intervention.Affine(new double[layers * zero.Length], new double[layers * zero.Length], layers, 1),
        ];
        foreach (var intervention in zeros)
        {
            float[] hooked = golden
                .Model.Forward(
                    new ForwardRequest
                    {
                        Rows = golden.Prompts,
                        AskLast = int.MaxValue,
                        Interventions = [.. golden.Prompts.Select(_ => intervention)],
                    }
                )
                .Logits.ToArray();
            Assert.True(plain.AsSpan().SequenceEqual(hooked), intervention.Sites.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_gives_the_same_alone_in_a_batch_and_in_another_order(string name)
    {
        using var golden = Golden.Open(name);
        float[] together = golden.Model.Forward(new ForwardRequest { Rows = golden.Prompts }).Logits.ToArray();
        int vocabulary = golden.Model.Config.VocabularySize;
        float[] reversed = golden.Model.Forward(new ForwardRequest { Rows = [.. golden.Prompts.Reverse()] }).Logits.ToArray();
        for (int row = 0; row < golden.Prompts.Length; row++)
        {
            float[] alone = golden.Model.Forward(new ForwardRequest { Rows = [golden.Prompts[row]] }).Logits.ToArray();
            Golden.Close(alone, together.AsSpan(row * vocabulary, vocabulary), "in a batch", 1e-5);
            Golden.Close(alone, reversed.AsSpan((golden.Prompts.Length - 1 - row) * vocabulary, vocabulary), "in another order", 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_prompt_in_chunks_gives_what_it_gives_at_once(string name)
    {
        using var golden = Golden.Open(name);
        foreach (int[] prompt in golden.Prompts)
        {
            float[] whole = golden.Model.Forward(new ForwardRequest { Rows = [prompt] }).Logits.ToArray();
            Golden.Close(whole, InChunks(golden.Model, prompt, 3), $"{name} in chunks of 3", 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Each_row_of_a_batch_has_its_own_intervention(string name)
    {
        using var golden = Golden.Open(name);
        int layers = golden.Model.Config.Layers;
        var random = new Random(7);
        double[] other = [.. Enumerable.Range(0, golden.Model.Config.HiddenSize).Select(_ => random.NextDouble() - 0.5)];
        var mixed = golden.Model.Forward(
            new ForwardRequest
            {
                Rows = golden.Prompts,
                Interventions =
                [
                    golden.Intervention("ablate_stream"),
                    null,
                    Intervention.Ablate(other, layers, Refrain.Graphs.HookSites.Stream),
                ],
            }
        );
        Golden.Close(golden.Expected("p0.ablate_stream.logits"), mixed.LastLogits(0), "ablated row");
        float[] untouched = golden.Expected("p1.logits");
        Golden.Close(untouched[^golden.Model.Config.VocabularySize..], mixed.LastLogits(1), "untouched row");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Running_from_a_later_layer_gives_what_the_whole_model_gives(string name)
    {
        using var golden = Golden.Open(name);
        int layers = golden.Model.Config.Layers;
        var whole = golden.Model.Forward(
            new ForwardRequest
            {
                Rows = golden.Prompts,
                CaptureLast = int.MaxValue,
                CaptureLayers = [.. Enumerable.Range(0, layers + 1)],
            }
        );
        for (int layer = 1; layer <= layers; layer++)
        {
            var rest = golden.Model.Forward(
                new ForwardRequest
                {
                    Rows = golden.Prompts,
                    FirstLayer = layer,
                    Streams = [.. golden.Prompts.Select((_, row) => whole.Stream(layer, row).ToArray())],
                }
            );
            Golden.Close(whole.Logits.ToArray(), rest.Logits.ToArray(), $"from layer {layer}", 1e-6);
        }
    }

    /// <summary>
    /// The logits after a prompt that is read a few tokens at a time, each time beside the keys and values of those before.
    /// </summary>
    internal static float[] InChunks(Model model, int[] prompt, int size)
    {
        var config = model.Config;
        var batch = new GenerationBatch(model, Refrain.Graphs.HookSites.None, 0, null);
        using var cache = new KeyValueCache(config.Layers, 1, config.KeyValueHeads, prompt.Length, config.HeadDimension);
        float[] last = [];
        int past = 0;
        foreach (int[] chunk in prompt.Chunk(size))
        {
            batch.Step(cache, new Packing([chunk], [past], [prompt.Length]), [0], (_, logits, _) => last = logits.ToArray());
            past += chunk.Length;
        }

        return last;
    }

    internal static ReadOnlySpan<float> RowLogits(ForwardResult result, int row) =>
        result.Logits.Slice(result.Asked[row] * result.Vocabulary, (result.Asked[row + 1] - result.Asked[row]) * result.Vocabulary);
}
