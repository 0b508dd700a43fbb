using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Tests.Inference;

/// <summary>Where some answers are known, the others are what they are among all, to the last bit.</summary>
public class KnownAnswerTests
{
    private const int Places = 5,
        MostTokens = 12;

    public static TheoryData<string> Models => GoldenArchitectureTests.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void Answers_that_are_missing_are_those_of_the_whole_list(string name)
    {
        using var golden = Golden.Open(name);
        foreach (var precision in (Precision[])[Precision.Exact, Precision.Fast])
        {
            using var fast = precision == Precision.Fast && golden.Model.Config.Experts is null ? Golden.Open(name, precision) : null;
            var model = fast?.Model ?? golden.Model;
            var request = Request(golden, model);
            var whole = Run(model, request, known: null);
            Assert.Equal(request.Rows.Count, whole.Count);

            // Answers of many lengths, or the batches would not change.
            Assert.True(whole.Values.Select(answer => answer.Generated.Ids.Length).Distinct().Count() > 2);
            var random = new Random(5);
            foreach (double share in (double[])[0.05, 0.3, 0.6, 0.9])
            {
                int[] known = [.. whole.Keys.Where(_ => random.NextDouble() < share)];
                Same(whole, model, request, known);
            }

            // Those that ended first are what an interruption leaves.
            foreach (int ended in (int[])[1, Places, whole.Count / 2, whole.Count - 1])
            {
                Same(whole, model, request, [.. whole.Keys.Take(ended)]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_logits_of_a_row_do_not_depend_on_what_stands_beside_it(string name)
    {
        using var golden = Golden.Open(name);
        Assert.SkipWhen(golden.Model.Config.Experts is not null, "the shapes of the experts' products depend on every token");
        foreach (var precision in (Precision[])[Precision.Exact, Precision.Fast])
        {
            using var fast = precision == Precision.Fast ? Golden.Open(name, precision) : null;
            var model = fast?.Model ?? golden.Model;
            int[][] rows = [.. Enumerable.Range(0, 7).Select(row => golden.Prompts[row % golden.Prompts.Length])];
            float[] real = Logits(model, rows, emptied: []);
            Assert.Equal(real, Logits(model, rows, emptied: [0, 1, 3, 4, 5, 6]));
            Assert.Equal(real, Logits(model, rows, emptied: [5]));
        }
    }

    /// <summary>
    /// The logits of row 2 at the third token that it answers, with zeros in the cache of some rows and token 0 in their place.
    /// </summary>
    private static float[] Logits(Model model, int[][] rows, int[] emptied)
    {
        var config = model.Config;
        using var cache = new KeyValueCache(config.Layers, rows.Length, config.KeyValueHeads, 64, config.HeadDimension);
        var batch = new GenerationBatch(model, HookSites.None, 0, null);
        int[] all = [.. Enumerable.Range(0, rows.Length)];
        int[] chosen = batch.Read(cache, 0, rows, null, all, null, 0, -1);
        foreach (int row in emptied)
        {
            int[] tokens = [.. Enumerable.Range(0, rows[row].Length)];
            var zeros = new float[tokens.Length * config.KeyValueHeads * config.HeadDimension];
            for (int layer = 0; layer < config.Layers; layer++)
            {
                cache.Write(layer, row, tokens, zeros, zeros);
            }
        }

        float[] logits = [];
        for (int step = 0; step < 3; step++)
        {
            foreach (int row in emptied)
            {
                chosen[row] = 0;
            }

            var packing = new Packing([.. chosen.Select(id => new[] { id })], [.. rows.Select(row => row.Length + step)]);
            chosen = batch.Step(cache, packing, all, (row, values, _) => logits = row == 2 ? values.ToArray() : logits);
        }

        return logits;
    }

    private static GenerationRequest Request(Golden golden, Model model)
    {
        var config = model.Config;
        var random = new Random(3);
        double[] direction = [.. Enumerable.Range(0, config.Layers * config.HiddenSize).Select(_ => random.NextDouble() - 0.5)];
        Intervention?[] conditions =
        [
            null,
            Intervention.Affine(direction, direction, config.Layers, config.Layers - 1),
            Intervention.Add(direction.AsSpan(0, config.HiddenSize), config.Layers, 1, 0.5),
        ];
        (int[] Ids, Intervention? Intervention)[] rows =
        [
            .. golden.Prompts.SelectMany(prompt =>
                Enumerable.Range(0, 3).SelectMany(turn => conditions.Select(condition => ((int[])[.. prompt, turn + 1], condition)))
            ),
        ];
        var request = new GenerationRequest
        {
            Rows = [.. rows.Select(row => row.Ids)],
            Interventions = [.. rows.Select(row => row.Intervention)],
            MaximumNewTokens = MostTokens,
            EndTokens = [],
            RowsAtOnce = Places,
            TokensAtOnce = 64,
            ObserveLayer = config.Layers,
        };

        // Tokens that answers come to at one place or another end them there.
        var unended = Generation.Greedy(model, request);
        return request with
        {
            EndTokens = [.. unended.Index().Where(answer => answer.Index % 3 == 0).Select(answer => answer.Item.Ids[answer.Index % 7 + 2])],
        };
    }

    /// <summary>Answers in the order in which they end.</summary>
    private static OrderedDictionary<int, (Generated Generated, float[] Logits, float[] Stream)> Run(
        Model model,
        GenerationRequest request,
        IReadOnlyDictionary<int, AnswerLength>? known
    )
    {
        var seen = new (float[] Logits, float[] Stream)[request.Rows.Count];
        var answers = new OrderedDictionary<int, (Generated, float[], float[])>();
        Generation.Greedy(
            model,
            request with
            {
                Known = known,
                Observe = (row, logits, stream) => seen[row] = (logits.ToArray(), stream.ToArray()),
            },
            (row, answer) => answers.Add(row, (answer, seen[row].Logits, seen[row].Stream))
        );
        return answers;
    }

    private static void Same(
        OrderedDictionary<int, (Generated Generated, float[] Logits, float[] Stream)> whole,
        Model model,
        GenerationRequest request,
        int[] known
    )
    {
        var lengths = known.ToDictionary(row => row, row => new AnswerLength(whole[row].Generated.Ids.Length, whole[row].Generated.Ended));
        var rest = Run(model, request, lengths);
        Assert.Equal(whole.Keys.Except(known), rest.Keys);
        foreach ((int row, var answer) in rest)
        {
            Assert.Equal(whole[row].Generated.Ids, answer.Generated.Ids);
            Assert.Equal(whole[row].Generated.Ended, answer.Generated.Ended);
            Assert.Equal(whole[row].Logits, answer.Logits);
            Assert.Equal(whole[row].Stream, answer.Stream);
        }
    }
}
