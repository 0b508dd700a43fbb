using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference.Rotary;

/// <summary>
/// Every kind of rotary scaling against a naive llama, in ragged batches whose rows lie on both sides of the lengths where frequencies
/// change.
/// </summary>
public class RotaryScalingTests
{
    private static readonly double[] ShortFactors = [1, 1.1, 1.2, 1.5, 2, 2.5, 3, 4],
        LongFactors = [1, 1.5, 2, 4, 6, 9, 12, 16];
    private static readonly int[][] PromptRows = [.. new[] { 3, 70, 20, 32, 33, 1 }.Select(length => RandomModel.Prompt(7, length))];

    public static TheoryData<string> Kinds => [.. Cases.Keys];

    internal static IEnumerable<string> Names => Cases.Keys;

    private static Dictionary<string, (string Members, Func<int, (double[], double)> Rope)> Cases =>
        new()
        {
            ["default"] = (
                Rope(
                    """
                    "rope_type": "default"
                    """
                ),
                _ => (NaiveRope.Plain(8), 1)
            ),
            ["linear"] = (
                Rope(
                    """
                    "rope_type": "linear", "factor": 4
                    """
                ),
                _ => (NaiveRope.Linear(8, 4), 1)
            ),
            ["llama3"] = (
                Rope(
                    """
                    "rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4, "original_max_position_embeddings": 64
                    """
                ),
                _ => (NaiveRope.Llama3(8, 8, 1, 4, 64), 1)
            ),
            ["dynamic"] = (
                Rope(
                    """
                    "type": "dynamic", "factor": 4
                    """,
                    maximum: 32
                ),
                length => (NaiveRope.Dynamic(8, 4, 32, length), 1)
            ),
            ["yarn"] = (
                Rope(
                    """
                    "rope_type": "yarn", "factor": 4, "original_max_position_embeddings": 32
                    """
                ),
                _ => (NaiveRope.Yarn(8, 4, 32), 0.1 * Math.Log(4) + 1)
            ),
            ["yarn, all members"] = (
                Rope(
                    """
                    "rope_type": "yarn", "factor": 8, "original_max_position_embeddings": 64, "beta_fast": 4, "beta_slow": 0.5,
                    "truncate": false, "mscale": 0.7, "mscale_all_dim": 0.3
                    """
                ),
                _ => (NaiveRope.Yarn(8, 8, 64, 4, 0.5, truncate: false), (0.07 * Math.Log(8) + 1) / (0.03 * Math.Log(8) + 1))
            ),
            ["yarn, attention factor"] = (
                Rope(
                    """
                    "rope_type": "yarn", "factor": 4, "attention_factor": 1.5, "original_max_position_embeddings": 32
                    """
                ),
                _ => (NaiveRope.Yarn(8, 4, 32), 1.5)
            ),
            ["longrope"] = (LongRope("longrope", ""), length =>
                (NaiveRope.Divided(length > 32 ? LongFactors : ShortFactors), Math.Sqrt(1 + Math.Log(4) / Math.Log(32)))
            ),
            ["su"] = (LongRope("su", ", \"attention_factor\": 1.25"), length =>
                (NaiveRope.Divided(length > 32 ? LongFactors : ShortFactors), 1.25)
            ),
            ["partial"] = (
                """
                "max_position_embeddings": 128, "partial_rotary_factor": 0.5
                """,
                _ => (NaiveRope.Plain(4), 1)
            ),
            ["rotary_dim"] = (
                """
                "max_position_embeddings": 128, "rotary_dim": 6
                """,
                _ => (NaiveRope.Plain(3), 1)
            ),
            ["partial dynamic"] = (
                Rope(
                    """
                    "rope_type": "dynamic", "factor": 4, "partial_rotary_factor": 0.75
                    """,
                    maximum: 32
                ),
                length => (NaiveRope.Dynamic(6, 4, 32, length), 1)
            ),
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Logits_of_a_ragged_batch_are_those_of_the_naive_model(string kind)
    {
        (double naive, double alone) = Differences(kind);
        Assert.True(naive <= 1e-4, $"{kind}: differs by {naive:G3}");
        Assert.True(alone <= 1e-5, $"{kind}: a row alone differs by {alone:G3}");
    }

    /// <summary>The largest differences of logits: from the naive model, and between a row alone and in the batch.</summary>
    internal static (double Naive, double Alone) Differences(string kind)
    {
        using var opened = new Opened(Cases[kind].Members);
        var result = opened.Model.Forward(new ForwardRequest { Rows = PromptRows, AskLast = int.MaxValue });
        double naive = 0,
            alone = 0;
        for (int row = 0; row < PromptRows.Length; row++)
        {
            float[] expected = Flat(new NaiveLlama(Cases[kind].Rope).Logits(PromptRows[row], _ => PromptRows[row].Length));
            var actual = result.Logits.Slice(result.Asked[row] * RandomModel.Vocabulary, expected.Length);
            naive = Math.Max(naive, Golden.Difference(expected, actual));
            alone = Math.Max(
                alone,
                Golden.Difference(
                    [.. actual],
                    opened.Model.Forward(new ForwardRequest { Rows = [PromptRows[row]], AskLast = int.MaxValue }).Logits.ToArray()
                )
            );
        }

        return (naive, alone);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Greedy_tokens_are_those_of_the_naive_model_where_rows_grow_past_the_original_positions(string kind)
    {
        using var opened = new Opened(Cases[kind].Members);
        int[][] prompts = [.. PromptRows.Where(row => row.Length <= 33)];
        var answers = Generation.Greedy(
            opened.Model,
            new GenerationRequest
            {
                Rows = prompts,
                MaximumNewTokens = 14,
                IgnoreEnd = true,
            }
        );
        int? readAgainPast = kind is "longrope" or "su" ? 32 : null;
        Assert.All(prompts.Zip(answers), pair =>
            Assert.Equal(new NaiveLlama(Cases[kind].Rope).Greedy(pair.First, 14, readAgainPast), pair.Second.Ids)
        );
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_prompt_read_in_pieces_gives_the_logits_of_one_reading(string kind)
    {
        using var opened = new Opened(Cases[kind].Members);
        int[] prompt = PromptRows[1];
        var cache = new KeyValueCache(RandomModel.Layers, 1, RandomModel.KeyValueHeads, prompt.Length, RandomModel.Width);
        var batch = new GenerationBatch(opened.Model, HookSites.None, 0, null);
        float[] logits = [];
        for (int past = 0; past < prompt.Length; past += 10)
        {
            int[] piece = prompt[past..Math.Min(past + 10, prompt.Length)];
            var packing = new Packing([piece], [past], [prompt.Length]);
            batch.Step(cache, packing, [0], (_, values, _) => logits = values.ToArray());
        }

        Golden.Close(opened.Model.Forward(new ForwardRequest { Rows = [prompt] }).Logits.ToArray(), logits, kind, 1e-5);
        cache.Dispose();
    }

    [Fact]
    public void Each_kind_changes_the_logits_by_far_more_than_the_tolerance()
    {
        double[][] plain = new NaiveLlama(Cases["default"].Rope).Logits(PromptRows[1], _ => 70);
        foreach (string kind in Cases.Keys.Where(kind => kind != "default"))
        {
            double[][] scaled = new NaiveLlama(Cases[kind].Rope).Logits(PromptRows[1], _ => 70);
            Assert.True(Flat(plain).Zip(Flat(scaled), (a, b) => Math.Abs(a - b)).Max() > 0.05, kind);
        }
    }

    [Theory]
    [InlineData("dynamic", 128)]
    [InlineData("yarn", 128)]
    [InlineData("longrope", 128)]
    public void The_longest_sequence_is_the_stretched_one(string kind, int expected)
    {
        using var opened = new Opened(Cases[kind].Members);
        Assert.Equal(expected, opened.Model.Config.MaximumPositions);
    }

    private static string Rope(string members, int maximum = 128) =>
        $$"""
            "max_position_embeddings": {{maximum}}, "rope_scaling": { {{members}} }
            """;

    private static string LongRope(string name, string more) =>
        $$"""
            "max_position_embeddings": 128, "original_max_position_embeddings": 32,
            "rope_scaling": {"type": "{{name}}", "short_factor": [{{string.Join(", ", ShortFactors)}}], "long_factor": [{{string.Join(
                ", ",
                LongFactors
            )}}]{{more}}}
            """;

    private static float[] Flat(double[][] logits) => [.. logits.SelectMany(row => row).Select(value => (float)value)];

    /// <summary>The random llama with some members in its config.json.</summary>
    private sealed class Opened : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Opened(string members)
        {
            RandomModel.WriteFolder(folder, members);
            Model = Model.Open(Checkpoint.Open(folder.Path), folder.File("cache"));
        }

        public Model Model { get; }

        public void Dispose()
        {
            Model.Dispose();
            folder.Dispose();
        }
    }
}
