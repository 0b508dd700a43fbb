using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Measurement;

namespace Refrain.Tests.Directions;

/// <summary>What a selection that measures only what its choice needs comes to, beside one that measures everything.</summary>
public class SavedSelectionTests(DemoModel demo, AlignedModel aligned) : IClassFixture<DemoModel>, IClassFixture<AlignedModel>
{
    // Equal prompts have other neighbours in a batch, so float32 sums differ in their last bits.
    private const double Noise = 2e-4;

    [Theory]
    [InlineData("en", HookSites.Stream, .1, .2)] // the published limits
    [InlineData("en", HookSites.Module, 1e-9, .02)] // affine ablation
    [InlineData("fr", HookSites.Stream, 1e-9, 1e-9)] // nothing passes
    [InlineData("de", HookSites.Stream, 2, 2)] // much passes
    public void Savings_change_no_verdict_choice_addition_or_score_of_the_demo(
        string language,
        HookSites convention,
        double zeroLimit,
        double affineLimit
    )
    {
        var reading = demo.Read(language);
        var settings = new SelectionSettings
        {
            Convention = convention,
            ZeroDivergence = zeroLimit,
            AffineDivergence = affineLimit,
        };
        var full = SourceDirection.Find(
            demo.Model,
            language,
            demo.Source(language),
            reading,
            settings with
            {
                FullSweep = true,
            },
            AlignedModel.Afresh
        );
        var saved = SourceDirection.Find(demo.Model, language, demo.Source(language), reading, settings, AlignedModel.Afresh);
        Compare(full.Selection, saved.Selection);
    }

    [Fact]
    public void Savings_change_no_verdict_choice_addition_or_score_of_aligned_270m()
    {
        Shared.NeedSlow();
        var reading = aligned.Read("en");
        var full = SourceDirection.Find(
            aligned.Model,
            "en",
            aligned.English(),
            reading,
            new SelectionSettings { FullSweep = true },
            AlignedModel.Afresh
        );
        var saved = SourceDirection.Find(aligned.Model, "en", aligned.English(), reading, new SelectionSettings(), AlignedModel.Afresh);
        Compare(full.Selection, saved.Selection, 2e-3);
        Assert.True(saved.Selection.Candidates.Count(candidate => candidate.Bound is not null) > 60, "few candidates were excluded early");
    }

    [Fact]
    public void A_selection_that_has_finished_computes_nothing_again()
    {
        var kept = new Dictionary<(string, string), byte[]>();
        StoredItem Keep(string stage, string key, long cost, Func<byte[]> compute) =>
            new(stage, key, kept.TryGetValue((stage, key), out byte[]? known) ? known : kept[(stage, key)] = compute());
        var first = SourceDirection.Find(demo.Model, "en", demo.Source("en"), demo.Read("en", Keep), new SelectionSettings(), Keep);
        var again = SourceDirection.Find(
            demo.Model,
            "en",
            demo.Source("en"),
            demo.Read("en", Keep),
            new SelectionSettings(),
            (stage, key, _, _) => new StoredItem(stage, key, kept[(stage, key)])
        );
        Assert.Equal(first.Selection.Candidates, again.Selection.Candidates);
        Assert.Equal(first.Selection.Chosen, again.Selection.Chosen);
    }

    private static void Compare(SelectionResult full, SelectionResult saved, double noise = Noise)
    {
        Assert.Equal(full.Verdict, saved.Verdict);
        Assert.Equal(
            (full.Chosen?.Kind, full.Chosen?.Position, full.Chosen?.Layer),
            (saved.Chosen?.Kind, saved.Chosen?.Position, saved.Chosen?.Layer)
        );
        Assert.Equal((full.Addition?.Position, full.Addition?.Layer), (saved.Addition?.Position, saved.Addition?.Layer));
        Near(full.Addition?.Score, saved.Addition?.Score, noise, "addition");
        Assert.Equal(full.Candidates.Select(Place), saved.Candidates.Select(Place));
        bool affinePasses = full.Chosen?.Kind == AblationKind.Affine,
            passes = full.Chosen is not null;
        foreach (var (whole, part) in full.Candidates.Zip(saved.Candidates))
        {
            Near(whole.Divergence, part.Divergence, noise, part.ToString(), missing: true);
            Near(whole.InducedScore, part.InducedScore, noise, part.ToString(), missing: true);
            Near(whole.AblationScore, part.AblationScore, noise, part.ToString(), missing: true);
            Assert.Null(whole.Bound);
            if (part.Bound is not { } bound)
            {
                Assert.Equal(whole.Discarded, part.Discarded);
                continue;
            }

            Assert.NotNull(part.Discarded);
            Assert.InRange(bound.Prompts, 1, bound.Of - 1);
            double mean = (bound.Score == BoundedScore.Divergence ? whole.Divergence : whole.AblationScore)!.Value;
            Assert.True(bound.AtLeast <= mean + noise, $"{part} has a mean of {mean}");
            if (part.Discarded!.Filter == Filter.NotBest)
            {
                Assert.True(passes && bound.AtLeast > full.Chosen!.AblationScore - noise, $"{part} is no worse than {full.Chosen}");
            }
            else
            {
                Assert.Equal(whole.Discarded, part.Discarded);
            }
        }

        // The best that each filter discarded, but for ablated scores where something passes: then those stop at the best one's.
        var best = SelectionMeasurement.Of(saved).BestOfFailed.ToDictionary(failed => failed.Filter);
        foreach (
            var expected in SelectionMeasurement
                .Of(full)
                .BestOfFailed.Where(failed => !affinePasses || failed.Best.Discarded!.Filter != Filter.Refuses)
        )
        {
            var actual = best[expected.Filter];
            Assert.Equal(expected.Discarded, actual.Discarded);
            Assert.Equal((expected.Best.Position, expected.Best.AnyLayer), (actual.Best.Position, actual.Best.AnyLayer));
        }
    }

    private static (AblationKind, int, int) Place(Candidate candidate) => (candidate.Kind, candidate.Position, candidate.Layer);

    private static void Near(double? expected, double? actual, double noise, string what, bool missing = false)
    {
        if (!(missing && actual is null))
        {
            Assert.Equal(expected is null, actual is null);
            Assert.True(
                expected is null || Math.Abs(expected.Value - actual!.Value) <= noise * Math.Max(1, Math.Abs(expected.Value)),
                $"{what}: {expected} and {actual}"
            );
        }
    }
}
