using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Tests.Inference.Stress;

/// <summary>Ablation with a probability, beside a naive implementation, and under everything that must not change it.</summary>
public class ProbabilisticAblationTests
{
    private const ulong Seed = 5;

    private static readonly double[] Probabilities = [0.2, 0.5, 0.9];

    public static TheoryData<string> Models => GoldenArchitectureTests.Models;

    public static TheoryData<string, string> Cases =>
        new(from model in (string[])["llama", "gemma3"] from kind in (string[])["stream", "module", "affine"] select (model, kind));

    private static string Id(int row) => $"harmful/test/{row}";

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma3")]
    public void The_naive_model_is_the_one_of_transformers(string name)
    {
        using var golden = Golden.Open(name);
        double[] direction = Direction(golden);
        for (int row = 0; row < golden.Prompts.Length; row++)
        {
            Golden.Close(
                golden.Expected($"p{row}.logits"),
                All(new NaiveDecoder(golden.Model.Checkpoint, (_, _, _, x) => x).Logits(golden.Prompts[row])),
                $"p{row}"
            );
            foreach (
                var (convention, tensor) in ((HookSites, string)[])
                    [(HookSites.Stream, "ablate_stream"), (HookSites.Module, "ablate_module")]
            )
            {
                double[][] ablated = new NaiveDecoder(
                    golden.Model.Checkpoint,
                    NaiveStress.Zero(direction, convention, 1, Seed, Id(row))
                ).Logits(golden.Prompts[row]);
                Golden.Close(golden.Expected($"p{row}.{tensor}.logits"), All([ablated[^1]]), $"p{row}.{tensor}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_of_every_token_are_those_of_the_naive_model(string name, string kind)
    {
        using var golden = Golden.Open(name);
        foreach (double q in Probabilities)
        {
            var stressed = Of(golden, kind).Sometimes(q, Seed);
            using var result = golden.Model.Forward(
                new ForwardRequest
                {
                    Rows = golden.Prompts,
                    AskLast = int.MaxValue,
                    Interventions = [.. golden.Prompts.Select((_, row) => stressed.For(Id(row)))],
                }
            );
            for (int row = 0; row < golden.Prompts.Length; row++)
            {
                float[] naive = All(Naive(golden, kind, q, Id(row)).Logits(golden.Prompts[row]));
                Golden.Close(naive, result.RowLogits(row), $"{name} {kind} q {q} p{row}");
                Assert.True(
                    Golden.Difference(naive, All(Naive(golden, kind, 1, Id(row)).Logits(golden.Prompts[row]))) > 1e-2,
                    "something is left out"
                );
                Assert.True(
                    Golden.Difference(naive, All(Naive(golden, kind, 0, Id(row)).Logits(golden.Prompts[row]))) > 1e-2,
                    "something is ablated"
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generated_tokens_are_those_of_the_naive_model(string name, string kind)
    {
        using var golden = Golden.Open(name);
        foreach (double q in Probabilities)
        {
            var stressed = Of(golden, kind).Sometimes(q, Seed);
            var generated = Generation.Greedy(
                golden.Model,
                new GenerationRequest
                {
                    Rows = golden.Prompts,
                    Interventions = [.. golden.Prompts.Select((_, row) => stressed.For(Id(row)))],
                    MaximumNewTokens = 8,
                    IgnoreEnd = true,
                }
            );
            for (int row = 0; row < golden.Prompts.Length; row++)
            {
                Assert.Equal(Naive(golden, kind, q, Id(row)).Greedy(golden.Prompts[row], 8), generated[row].Ids);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void At_0_no_bit_is_changed_and_at_1_every_bit_is_that_of_the_full_ablation(string name)
    {
        using var golden = Golden.Open(name);
        float[] Logits(Intervention? intervention) =>
            golden
                .Model.Forward(
                    new ForwardRequest
                    {
                        Rows = golden.Prompts,
                        AskLast = int.MaxValue,
                        Interventions = [.. golden.Prompts.Select((_, row) => intervention?.For(Id(row)))],
                    }
                )
                .Logits.ToArray();

        // Rows that could share their beginnings do not under a probability, which rounds otherwise: apart in both.
        foreach (string kind in (string[])["stream", "module", "affine"])
        {
            var intervention = Of(golden, kind);
            Intervention[] own = [.. golden.Prompts.Select(_ => Of(golden, kind))];
            float[] full = golden
                .Model.Forward(
                    new ForwardRequest
                    {
                        Rows = golden.Prompts,
                        AskLast = int.MaxValue,
                        Interventions = own,
                    }
                )
                .Logits.ToArray();
            Golden.Close(Logits(intervention), full, kind, 1e-5);
            Assert.True(Logits(null).AsSpan().SequenceEqual(Logits(intervention.Sometimes(0, Seed))), $"{kind} at 0");
            Assert.True(Logits(intervention).AsSpan().SequenceEqual(Logits(intervention.Sometimes(1, Seed))), $"{kind} at 1");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Rows_of_several_prompts_and_probabilities_answer_as_each_does_alone(string name)
    {
        using var golden = Golden.Open(name);
        int[] beginning = golden.Prompts[0][..Math.Min(4, golden.Prompts[0].Length)];
        var affine = Of(golden, "affine");
        Row[] rows =
        [
            .. from prompt in golden.Prompts.Index()
            from intervention in (Intervention?[])[affine.Sometimes(0.3, Seed), affine.Sometimes(0.6, Seed), affine, null]
            select new Row([.. beginning, .. prompt.Item], intervention?.For(Id(prompt.Index))),
            // The same tokens under another id are another prompt.
            new Row([.. beginning, .. golden.Prompts[0]], affine.Sometimes(0.3, Seed).For("another")),
        ];
        var alone = rows.Select(row => Answer(golden.Model, [row], null, 4096)[0]).ToArray();
        Assert.True(Golden.Difference(alone[0].Logits, alone[^1].Logits) > 1e-3, "another prompt has draws of its own");
        foreach ((int? places, int tokens) in ((int?, int)[])[(null, 4096), (3, 40), (1, 1)])
        {
            int[] order = [.. Enumerable.Range(0, rows.Length).OrderBy(row => row * 7 % rows.Length)];
            var together = Answer(golden.Model, [.. order.Select(row => rows[row])], places, tokens);
            foreach (var (place, row) in order.Index())
            {
                Golden.Close(alone[row].Logits, together[place].Logits, $"logits of row {row} in {places} places", 1e-5);
                Assert.Equal(alone[row].Ids, together[place].Ids);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_prompt_in_chunks_and_from_a_later_layer_gives_what_it_gives_at_once(string name)
    {
        using var golden = Golden.Open(name);
        var (model, config) = (golden.Model, golden.Model.Config);
        var intervention = Of(golden, "affine").Sometimes(0.5, Seed).For(Id(0));
        int[] prompt = golden.Prompts[0];
        using var whole = model.Forward(
            new ForwardRequest
            {
                Rows = [prompt],
                Interventions = [intervention],
                CaptureLast = int.MaxValue,
                CaptureLayers = [1],
            }
        );
        float[] expected = whole.Logits.ToArray();

        var batch = new GenerationBatch(model, intervention.Sites, 0, new HookFeed(config, [intervention]));
        using var cache = new KeyValueCache(config.Layers, 1, config.KeyValueHeads, prompt.Length, config.HeadDimension);
        float[] last = [];
        int past = 0;
        foreach (int[] chunk in prompt.Chunk(3))
        {
            batch.Step(cache, new Packing([chunk], [past], [prompt.Length]), [0], (_, logits, _) => last = logits.ToArray());
            past += chunk.Length;
        }

        Golden.Close(expected, last, $"{name} in chunks", 1e-5);

        // Captured behind the hook of layer 1, whose draws a second pass would make again: the same ones, and ablating twice is ablating
        // once.
        using var rest = model.Forward(
            new ForwardRequest
            {
                Rows = [prompt],
                FirstLayer = 1,
                Streams = [whole.Stream(1, 0).ToArray()],
                Interventions = [intervention],
            }
        );
        Golden.Close(expected, rest.Logits.ToArray(), $"{name} from layer 1", 1e-5);
    }

    [Fact]
    public void Only_a_graph_for_a_probability_reads_where_it_acts()
    {
        using var golden = Golden.Open("llama");
        int Acting(GraphPlan plan) =>
            ModelGraph
                .Build(golden.Model.Config, plan)
                .Nodes.Count(node => node.Inputs.Any(input => input.EndsWith("acts", StringComparison.Ordinal)));
        Assert.Equal(0, Acting(new GraphPlan { Hooks = HookSites.Stream }));
        Assert.Equal(1 + (2 * golden.Model.Config.Layers), Acting(new GraphPlan { Hooks = HookSites.Stream, Probabilistic = true }));
        Assert.Equal(0, Acting(new GraphPlan { Probabilistic = true }));
    }

    private static (int[] Ids, float[] Logits)[] Answer(Model model, Row[] rows, int? places, int tokens)
    {
        var seen = new float[rows.Length][];
        var answers = Generation.Greedy(
            model,
            new GenerationRequest
            {
                Rows = [.. rows.Select(row => row.Ids)],
                Interventions = [.. rows.Select(row => row.Intervention)],
                MaximumNewTokens = 6,
                IgnoreEnd = true,
                RowsAtOnce = places,
                TokensAtOnce = tokens,
                Observe = (row, logits, _) => seen[row] = logits.ToArray(),
            }
        );
        return [.. answers.Select((answer, row) => (answer.Ids, seen[row]))];
    }

    private static Intervention Of(Golden golden, string kind)
    {
        int layers = golden.Model.Config.Layers;
        double[] direction = Direction(golden);
        return kind switch
        {
            "stream" => Intervention.Ablate(direction, layers, HookSites.Stream),
            "module" => Intervention.Ablate(direction, layers, HookSites.Module),
            _ => Intervention.Affine([.. Directions(golden).SelectMany(row => row)], [.. Means(golden).SelectMany(row => row)], layers, 1),
        };
    }

    private static NaiveDecoder Naive(Golden golden, string kind, double q, string id) =>
        new(
            golden.Model.Checkpoint,
            kind switch
            {
                "stream" => NaiveStress.Zero(Direction(golden), HookSites.Stream, q, Seed, id),
                "module" => NaiveStress.Zero(Direction(golden), HookSites.Module, q, Seed, id),
                _ => NaiveStress.Affine(Directions(golden), Means(golden), 1, q, Seed, id),
            }
        );

    private static double[] Direction(Golden golden) => [.. golden.Expected("direction").Select(value => (double)value)];

    private static double[][] Directions(Golden golden) => Random(golden, 3, 1);

    private static double[][] Means(Golden golden) => Random(golden, 4, 0.5);

    private static double[][] Random(Golden golden, int seed, double scale)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, golden.Model.Config.Layers)
                .Select(_ =>
                    Enumerable.Range(0, golden.Model.Config.HiddenSize).Select(_ => scale * (random.NextDouble() - 0.5)).ToArray()
                ),
        ];
    }

    private static float[] All(double[][] logits) => [.. logits.SelectMany(row => row).Select(value => (float)value)];

    private sealed record Row(int[] Ids, Intervention? Intervention);
}
