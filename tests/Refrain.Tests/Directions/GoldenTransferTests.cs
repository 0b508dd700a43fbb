using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Tests.Directions;

public class GoldenTransferTests(AlignedModel aligned) : IClassFixture<AlignedModel>
{
    private const int Tokens = 24;

    [Fact]
    public void Baseline_ablated_and_induced_scores_and_generations_are_those_of_transformers_in_seven_languages()
    {
        Shared.NeedSlow();
        int layers = aligned.Model.Config.Layers;
        var directions = FilteredSource.Read(aligned.Model, "en", aligned.English(), aligned.Read("en"), AlignedModel.Afresh).Directions;
        var affine = Intervention.Affine(directions.Across(-1), directions.OffsetsAcross(-1), layers, 12);
        var addition = Intervention.Add(directions.At(10, -1), layers, 10);
        var generations = AlignedModel.Golden("baseline_generations.json");
        int same = 0,
            all = 0;
        foreach (var language in AlignedModel.Golden("affine_transfer_en.json").GetProperty("languages").EnumerateObject())
        {
            int[] onset = [.. language.Value.GetProperty("onset").EnumerateArray().Select(token => token.GetInt32())];
            var harmful = aligned.Prompts(language.Name, PromptClass.Harmful, Split.Test, 286, 32);
            var harmless = aligned.Prompts(language.Name, PromptClass.Harmless, Split.Test, 250, 32);
            Compare(
                AlignedModel.Numbers(language.Value.GetProperty("base")),
                Answer(harmful, null, onset, out var harmfulAnswers),
                2e-2,
                language.Name + " base"
            );
            Compare(
                AlignedModel.Numbers(language.Value.GetProperty("base_harmless")),
                Answer(harmless, null, onset, out var harmlessAnswers),
                2e-2,
                language.Name + " base_harmless"
            );
            Compare(
                AlignedModel.Numbers(language.Value.GetProperty("affine_source_offset")),
                Answer(harmful, affine, onset, out _),
                5e-2,
                language.Name + " affine"
            );
            Compare(
                AlignedModel.Numbers(language.Value.GetProperty("added_harmless")),
                Answer(harmless, addition, onset, out _),
                5e-2,
                language.Name + " added"
            );
            foreach (
                var (name, answers) in (IEnumerable<(string, Generated[])>)[("harmful", harmfulAnswers), ("harmless", harmlessAnswers)]
            )
            {
                var expected = generations
                    .GetProperty(language.Name)
                    .GetProperty(name)
                    .EnumerateArray()
                    .Select(one => one.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).Take(12).ToArray());
                same += expected.Zip(answers).Count(pair => pair.First.SequenceEqual(pair.Second.Ids.Take(12)));
                all += answers.Length;
            }
        }

        Assert.Equal(448, all);
        Assert.True(same >= 0.95 * all, $"{same} of {all} generations are the same for 12 tokens");
        TestContext.Current.SendDiagnosticMessage($"{same} of {all} generations are the same for 12 tokens");
    }

    private double[] Answer(IReadOnlyList<int[]> prompts, Intervention? intervention, int[] onset, out Generated[] answers)
    {
        var scores = new double[prompts.Count];
        answers = Generation.Greedy(
            aligned.Model,
            new GenerationRequest
            {
                Rows = prompts,
                Interventions = intervention is null ? null : [.. prompts.Select(_ => intervention)],
                MaximumNewTokens = intervention is null ? Tokens : 1,
                EndTokens = aligned.Format.EndTokens,
                Observe = (row, logits, _) => scores[row] = RefusalScore.Of(logits, onset),
            }
        );
        return scores;
    }

    private static void Compare(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what} {i}: {expected[i]} and {actual[i]}");
        }
    }
}
