using CsCheck;
using Refrain.Directions;

namespace Refrain.Tests.Directions;

public class RaceTests
{
    private const int Prompts = 16;

    private static readonly Gen<double[][]> Scores = Gen.Double[-2, 3]
        .Select(Gen.Double[-1, 1].Array[Prompts], (middle, around) => (double[])[.. around.Select(part => Math.Max(-2, middle + part))])
        .Array[1, 12];

    [Fact]
    public void The_least_mean_is_that_of_the_full_sweep_and_no_bound_is_wrong() =>
        Scores.Sample(all =>
        {
            var (race, candidates, _) = Of(all);
            double best = race.FindLeast(candidates);
            Assert.Equal(all.Min(one => one.Sum() / Prompts), best);
            Check(race, candidates, all, best);
        });

    [Fact]
    public void What_lies_within_a_limit_is_known_and_what_does_not_is_known_or_provably_beyond() =>
        Gen.Select(Scores, Gen.Double[-2, 3])
            .Sample(
                (all, limit) =>
                {
                    var (race, candidates, _) = Of(all);
                    race.Compare(candidates, limit);
                    Check(race, candidates, all, limit);
                    foreach (var (candidate, own) in candidates.Zip(all).Where(pair => pair.Second.Sum() / Prompts <= limit))
                    {
                        Assert.Equal(own.Sum() / Prompts, race.Mean(candidate));
                    }
                }
            );

    [Fact]
    public void Candidates_that_cannot_matter_are_measured_on_few_prompts()
    {
        double[][] all =
        [
            .. Enumerable.Range(0, 20).Select(candidate => Enumerable.Repeat(candidate == 7 ? .01 : 10.0, Prompts).ToArray()),
        ];
        var (race, candidates, measured) = Of(all, least: 0);
        race.Compare(candidates, .1);
        Assert.Equal((19 * 1) + Prompts, measured());
        Assert.Equal(.01, race.Mean(candidates[7])!.Value, 1e-12);
        Assert.Null(race.Mean(candidates[0]));
        Assert.Equal(10.0 / Prompts, race.LeastMean(candidates[0]), 1e-12);
    }

    [Fact]
    public void A_mean_that_is_no_number_is_neither_the_least_nor_excluded()
    {
        double[][] all =
        [
            [.. Enumerable.Repeat(double.NaN, Prompts)],
            [.. Enumerable.Repeat(1.0, Prompts)],
            [.. Enumerable.Repeat(double.NaN, Prompts)],
        ];
        var (race, candidates, _) = Of(all);
        Assert.Equal(1, race.FindLeast(candidates));
        Assert.Equal([double.NaN, 1.0, double.NaN], candidates.Select(candidate => race.Mean(candidate)!.Value));
        var (none, only, _) = Of([all[0], all[2]]);
        Assert.Equal(double.PositiveInfinity, none.FindLeast(only));
    }

    private static void Check(Race race, Candidate[] candidates, double[][] all, double limit)
    {
        foreach (var (candidate, own) in candidates.Zip(all))
        {
            double mean = own.Sum() / Prompts;
            Assert.True(race.LeastMean(candidate) <= mean + 1e-12, "the bound is above the mean");
            Assert.True(
                race.Mean(candidate) is { } known ? known == mean : race.LeastMean(candidate) > limit,
                "neither measured to the end nor excluded"
            );
        }
    }

    /// <summary>A race over made-up scores, its candidates, and how many scores it has measured.</summary>
    private static (Race Race, Candidate[] Candidates, Func<int> Measured) Of(double[][] scores, double least = -2)
    {
        Candidate[] candidates = [.. scores.Select((_, index) => new Candidate(AblationKind.Zero, -1, index))];
        int measured = 0;
        IEnumerable<(Candidate, double)> Measure(IReadOnlyList<Stretch> stretches)
        {
            foreach (var stretch in stretches.Reverse())
            {
                for (int prompt = stretch.From; prompt < stretch.To; prompt++)
                {
                    measured++;
                    yield return (stretch.Candidate, scores[stretch.Candidate.Layer][prompt]);
                }
            }
        }

        return (new Race([.. Enumerable.Repeat(least, Prompts)], 1, Measure), candidates, () => measured);
    }
}
