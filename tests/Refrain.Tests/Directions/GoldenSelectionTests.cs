using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Graphs;

namespace Refrain.Tests.Directions;

public class GoldenSelectionTests(AlignedModel aligned) : IClassFixture<AlignedModel>
{
    [Fact]
    public void The_template_ends_in_five_post_instruction_tokens() =>
        Assert.Equal(
            ["<end_of_turn>", "\n", "<start_of_turn>", "model", "\n"],
            aligned.Format.PostInstruction.Select(aligned.Format.TokenText)
        );

    [Fact]
    public void Onset_tokens_of_every_language_are_those_of_transformers()
    {
        Shared.NeedSlow();
        foreach (var language in AlignedModel.Golden("onset.json").EnumerateObject())
        {
            var expected = language
                .Value.GetProperty("top")
                .EnumerateArray()
                .Where(top => top[2].GetDouble() >= OnsetTokens.Least)
                .Select(top => (Id: top[0].GetInt32(), Difference: top[2].GetDouble()))
                .ToArray();
            var found = aligned.Read(language.Name).Onset;
            Assert.Equal(
                language.Value.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()),
                found.Select(token => token.Id)
            );
            foreach (var (token, reference) in found.Zip(expected))
            {
                Assert.Equal(reference.Difference, token.Difference, 1e-3);
            }
        }
    }

    [Fact]
    public void English_means_and_directions_are_those_of_transformers()
    {
        var reading = aligned.Read("en");
        var source = SourceDirection.Find(
            aligned.Model,
            "en",
            aligned.English(),
            reading,
            new SelectionSettings { FewestPrompts = int.MaxValue },
            AlignedModel.Afresh
        );
        Assert.Equal(SelectionVerdict.NoSignal, source.Selection.Verdict);
        Assert.Equal(
            (128, 114, 32, 32),
            (source.Filter!.HarmfulTrain, source.Filter.HarmlessTrain, source.Filter.HarmfulValidation, source.Filter.HarmlessValidation)
        );
        using var golden = SafetensorsFile.Open(Shared.Path("golden", "pipeline", "means_en.safetensors"));
        float[] expected = golden.Read("harmful_mean");
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - reading.Directions.HarmfulMeans[i]) <= 1e-4 * Math.Max(1, Math.Abs(expected[i])) + 0.05,
                $"harmful mean {i}: {expected[i]} and {reading.Directions.HarmfulMeans[i]}"
            );
        }
    }

    [Theory]
    [InlineData(HookSites.Module)]
    [InlineData(HookSites.Stream)]
    public void No_zero_ablation_passes_and_affine_ablation_from_layer_12_is_chosen(HookSites convention)
    {
        Shared.NeedSlow();
        bool full = convention == HookSites.Module; // the published sweep follows this convention
        var timed = AlignedModel.Timed();
        var settings = new SelectionSettings { Convention = convention, FullSweep = full };
        var source = SourceDirection.Find(aligned.Model, "en", aligned.English(), aligned.Read("en", timed), settings, timed);
        var chosen = source.Selection.Chosen!;
        Assert.Equal((AblationKind.Affine, -1, 12), (chosen.Kind, chosen.Position, chosen.Layer));
        Assert.DoesNotContain(source.Selection.Candidates, candidate => candidate.Kind == AblationKind.Zero && candidate.Discarded is null);
        Assert.Equal((10, -1), (source.Selection.Addition!.Layer, source.Selection.Addition.Position));
        if (full)
        {
            CompareZero(source.Selection.Candidates);
        }

        CompareAffine(source.Selection.Candidates, full);
    }

    private static void CompareZero(IReadOnlyList<Candidate> candidates)
    {
        int compared = 0;
        foreach (var expected in AlignedModel.Golden("selection_en.json").GetProperty("candidates").EnumerateArray())
        {
            int layer = expected.GetProperty("layer").GetInt32(),
                position = expected.GetProperty("position").GetInt32();
            if (layer == 0)
            {
                continue; // a zero direction: the golden has no scores for it
            }

            var candidate = candidates.Single(one => one.Kind == AblationKind.Zero && one.Layer == layer && one.Position == position);
            Near(expected, "ablation_refusal_score", candidate.AblationScore, candidate);
            Near(expected, "induced_refusal_score", candidate.InducedScore, candidate);
            Near(expected, "kl", candidate.Divergence, candidate);
            compared++;
        }

        Assert.Equal(85, compared);
    }

    private static void CompareAffine(IReadOnlyList<Candidate> candidates, bool full)
    {
        int compared = 0;
        foreach (var expected in AlignedModel.Golden("affine_selection_en.json").GetProperty("candidates").EnumerateArray())
        {
            int layer = expected.GetProperty("first_layer").GetInt32(),
                position = expected.GetProperty("position").GetInt32();
            var candidate = candidates.Single(one => one.Kind == AblationKind.Affine && one.Layer == layer && one.Position == position);
            Compare(expected, "kl", candidate.Divergence, candidate, BoundedScore.Divergence);
            Compare(expected, "ablation_refusal_score", candidate.AblationScore, candidate, BoundedScore.AblationScore);
            Assert.True(!full || candidate is { Divergence: not null, AblationScore: not null }, "a full sweep left something out");
            compared++;
        }

        Assert.Equal(65, compared);
    }

    private static void Compare(JsonElement expected, string name, double? actual, Candidate candidate, BoundedScore score)
    {
        if (actual is not null)
        {
            Near(expected, name, actual, candidate);
        }
        else if (candidate.Bound is { } bound && bound.Score == score)
        {
            Assert.True(
                bound.AtLeast <= expected.GetProperty(name).GetDouble() + 5e-2,
                $"{candidate}: {name} {expected.GetProperty(name)}"
            );
        }
    }

    private static void Near(JsonElement expected, string name, double? actual, Candidate candidate) =>
        Assert.True(
            Math.Abs(expected.GetProperty(name).GetDouble() - actual!.Value) <= 5e-2,
            $"{candidate}: {name} {expected.GetProperty(name)} and {actual}"
        );
}
