using System.Globalization;
using Refrain.Audits;
using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Judging;

namespace Refrain.Tests.Directions;

/// <summary>
/// Limits on what an ablation may do to answers: the numbers against naive ones, and the choice against evaluating every candidate.
/// </summary>
public class AnswerLimitTests(DemoModel demo) : IClassFixture<DemoModel>
{
    private const double None = double.PositiveInfinity;

    private static readonly Dictionary<(string, bool), SelectionResult> EverywhereHere = [];

    /// <summary>Measured on every candidate; exceeded by none.</summary>
    private static readonly AnswerLimits Everywhere = new()
    {
        GeneratedDivergence = double.MaxValue,
        DegenerateShare = 1,
        OverRefusal = 1,
    };

    [Theory]
    [InlineData("en", None, None, None)]
    [InlineData("fr", .02, None, None)] // the second best
    [InlineData("de", .0075, .1, .1)] // the second best
    [InlineData("ja", .03, 0, 0)] // the tenth
    [InlineData("ja", .5, .1, .1)] // the best
    [InlineData("zh", .001, None, None)] // no direction passes
    public void The_choice_is_that_of_evaluating_every_candidate(string language, double generated, double degenerate, double refused) =>
        Compare(language, generated, degenerate, refused, hashed: false);

    // The demo model's answers are hardly ever degenerate under the best candidates: a judge that knows nothing makes the shares differ.
    [Theory]
    [InlineData("zh", None, .95, None)] // the third
    [InlineData("zh", None, .4, None)] // the eighth
    [InlineData("zh", None, .3, .9)] // the eleventh
    [InlineData("ja", .06, None, .05)] // the fifth
    [InlineData("zh", None, .25, .4)] // no direction passes
    public void It_is_so_where_shares_decide(string language, double generated, double degenerate, double refused) =>
        Compare(language, generated, degenerate, refused, hashed: true);

    private void Compare(string language, double generated, double degenerate, double refused, bool hashed)
    {
        static double? Limit(double limit) => double.IsInfinity(limit) ? null : limit;
        var limits = new AnswerLimits
        {
            GeneratedDivergence = Limit(generated),
            DegenerateShare = Limit(degenerate),
            OverRefusal = Limit(refused),
        };
        var all = EverywhereHere.TryGetValue((language, hashed), out var known)
            ? known
            : EverywhereHere[(language, hashed)] = Select(language, Everywhere, full: true, hashed);
        var saved = Select(language, limits, full: false, hashed);

        // Everything was measured of every candidate that passes the other filters: choose by hand.
        Candidate[] passing =
        [
            .. all.Candidates.Where(candidate => candidate.Discarded is null).OrderBy(candidate => candidate.AblationScore),
        ];
        Assert.All(passing, candidate => Assert.NotNull(candidate.Answers!.OverRefusal));
        bool Within(Candidate candidate) =>
            !(candidate.Answers!.GeneratedDivergence > generated)
            && !(candidate.Answers.DegenerateShare > degenerate)
            && !(candidate.Answers.OverRefusal > refused);
        int chosen = Array.FindIndex(passing, Within);
        Assert.Equal(chosen < 0 ? null : Place(passing[chosen]), Place(saved.Chosen));
        Assert.Equal(chosen < 0 ? SelectionVerdict.NonePasses : SelectionVerdict.Passed, saved.Verdict);

        // Held against the limits were those down to the choice, and nothing else.
        int last =
            !limits.Any ? 0
            : chosen < 0 ? passing.Length
            : chosen + 1;
        Assert.Equal(
            passing[..last].Select(Place),
            saved.Candidates.Where(candidate => candidate.Answers is not null).OrderBy(candidate => candidate.AblationScore).Select(Place)
        );
        foreach (var candidate in saved.Candidates.Where(candidate => candidate.Answers is not null))
        {
            var effects = passing.Single(other => Place(other) == Place(candidate)).Answers!;
            Assert.Equal(Place(candidate) == Place(saved.Chosen) ? null : limits.Exceeded(effects), candidate.Discarded);
            Assert.True(
                candidate.Answers!.GeneratedDivergence is not { } own || Math.Abs(own - effects.GeneratedDivergence!.Value) <= 1e-6
            );
            Assert.True(candidate.Answers.DegenerateShare is null || candidate.Answers.DegenerateShare == effects.DegenerateShare);
            Assert.True(candidate.Answers.OverRefusal is null || candidate.Answers.OverRefusal == effects.OverRefusal);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{language}: number {chosen + 1} of {passing.Length}; "
                + string.Join(
                    "; ",
                    passing.Select(candidate =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{candidate.Answers!.GeneratedDivergence:F4} "
                                + $"{candidate.Answers.DegenerateShare:F2} {candidate.Answers.OverRefusal:F2}"
                        )
                    )
                )
        );
    }

    [Fact]
    public void A_full_sweep_with_limits_chooses_the_same_and_holds_every_candidate_against_them()
    {
        var limits = new AnswerLimits { GeneratedDivergence = .02 };
        var full = Select("fr", limits, full: true);
        var saved = Select("fr", limits, full: false);
        var free = Select("fr", new AnswerLimits(), full: false);
        Assert.Equal(Place(full.Chosen), Place(saved.Chosen));
        Assert.Equal((full.Addition?.Position, full.Addition?.Layer), (saved.Addition?.Position, saved.Addition?.Layer));
        Assert.NotEqual(Place(free.Chosen), Place(saved.Chosen));
        Assert.Equal(
            new Discard(Filter.GeneratedDivergence, .02),
            saved.Candidates.Single(candidate => Place(candidate) == Place(free.Chosen)).Discarded
        );
        Assert.Equal(
            (2, 7),
            (
                saved.Candidates.Count(candidate => candidate.Answers is not null),
                full.Candidates.Count(candidate => candidate.Answers is not null)
            )
        );
    }

    [Fact]
    public void The_generated_divergence_is_that_of_one_prefix_at_a_time()
    {
        var (filtered, chosen) = Chosen();
        int[][] prompts = [.. filtered.HarmlessValidation.Prompts.Take(6)];
        foreach (var ends in (IReadOnlyCollection<int>[])[demo.Format.EndTokens, []])
        {
            double[] measured = new GeneratedDivergence(demo.Model, prompts, ends, AlignedModel.Afresh).Of("x", chosen);
            double[] naive = [.. prompts.Select(prompt => Naive(prompt, ends, chosen))];
            Assert.All(naive.Zip(measured), pair => Assert.Equal(pair.First, pair.Second, 1e-6 + (1e-4 * pair.First)));
            Assert.True(naive.Max() > 1e-3, "nothing was moved");
        }
    }

    [Fact]
    public void Nothing_done_is_no_divergence()
    {
        var (filtered, _) = Chosen();
        var nothing = Intervention.Ablate(new double[demo.Model.Config.HiddenSize], demo.Model.Config.Layers, HookSites.Stream);
        Assert.All(
            new GeneratedDivergence(demo.Model, filtered.HarmlessValidation.Prompts, demo.Format.EndTokens, AlignedModel.Afresh).Of(
                "x",
                nothing
            ),
            divergence => Assert.Equal(0, divergence)
        );
    }

    [Fact]
    public void Shares_are_those_of_answers_given_and_judged_one_by_one()
    {
        // Ablating with directions of another layer breaks some answers; adding the direction makes some refusals.
        var (filtered, _) = Chosen();
        var direction = filtered.Directions;
        Intervention[] interventions =
        [
            Intervention.Ablate(direction.At(2, -1), demo.Model.Config.Layers, HookSites.Stream),
            Intervention.Add([.. direction.At(5, -1).ToArray().Select(value => 1.5 * value)], demo.Model.Config.Layers, 5),
        ];
        var settings = Settings(Everywhere, full: true) with
        {
            Answers = Settings(Everywhere, full: true).Answers! with { Language = "en" },
        };
        var checks = new AnswerChecks(demo.Model, filtered.HarmlessValidation, settings, AlignedModel.Afresh);
        var seen = new List<double>();
        foreach (var (index, intervention) in interventions.Index())
        {
            var effects = checks.Of("x", new Candidate(AblationKind.Zero, -1, index), intervention);
            var outcomes = filtered
                .HarmlessValidation.Prompts.Select(prompt =>
                {
                    var answer = Generation.Greedy(
                        demo.Model,
                        new GenerationRequest
                        {
                            Rows = [prompt],
                            Interventions = [intervention],
                            MaximumNewTokens = 24,
                            EndTokens = demo.Format.EndTokens,
                        }
                    )[0];
                    return NativeJudge
                        .Instance.Judge(
                            new JudgeInput(demo.Format.Answers.Of(answer.Ids).Text, "en"),
                            TestContext.Current.CancellationToken
                        )
                        .Outcome;
                })
                .ToArray();
            int judged = outcomes.Count(outcome => outcome != Outcome.Unjudged);
            Assert.Equal(judged, effects.Judged);
            Assert.Equal(outcomes.Count(outcome => outcome == Outcome.Refusal) / (double)judged, effects.OverRefusal);
            Assert.Equal(outcomes.Count(outcome => outcome == Outcome.Degenerate) / (double)judged, effects.DegenerateShare);
            seen.AddRange([effects.OverRefusal!.Value, effects.DegenerateShare!.Value]);
        }

        Assert.Contains(seen, share => share > 0);
    }

    [Fact]
    public void What_was_measured_is_kept()
    {
        var kept = new Dictionary<(string, string), byte[]>();
        StoredItem Keep(string stage, string key, long cost, Func<byte[]> compute) =>
            new(stage, key, kept.TryGetValue((stage, key), out byte[]? known) ? known : kept[(stage, key)] = compute());
        var limits = new AnswerLimits { GeneratedDivergence = .02, DegenerateShare = .1 };
        var first = SourceDirection.Find(demo.Model, "en", demo.Source("en"), demo.Read("en", Keep), Settings(limits), Keep);
        var again = SourceDirection.Find(demo.Model, "en", demo.Source("en"), demo.Read("en", Keep), Settings(limits), (stage, key, _, _) =>
            new StoredItem(stage, key, kept[(stage, key)])
        );
        Assert.Equal(first.Selection.Candidates, again.Selection.Candidates);
        Assert.Contains(kept.Keys, key => key.Item2.EndsWith("/generated divergence", StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_on_answers_that_nobody_can_judge_are_refused_before_anything_is_run()
    {
        var settings = new AuditSettings { AnswerLimits = new AnswerLimits { OverRefusal = .1 } };
        Assert.Contains(
            "OverRefusal: needs answers in xx judged",
            Assert.Throws<BadInputException>(() => SelectionAnswers.Check(settings, ["en", "xx"])).Message,
            StringComparison.Ordinal
        );
        SelectionAnswers.Check(new AuditSettings { AnswerLimits = new AnswerLimits { GeneratedDivergence = .1 } }, ["xx"]);
        Assert.Equal(
            new Discard(Filter.Degenerate, .5),
            new AnswerLimits { DegenerateShare = .5 }.Exceeded(new AnswerEffects { DegenerateShare = double.NaN })
        );
    }

    private SelectionSettings Settings(AnswerLimits limits, bool full = false, bool hashed = false)
    {
        var settings = new AuditSettings { AnswerLimits = limits, FullSweep = full }.SelectionFor(demo.Format);
        return hashed && settings.Answers is { } answers
            ? settings with
            {
                Answers = answers with { Judge = (_, _, ids) => Hashed(ids) },
            }
            : settings;
    }

    /// <summary>A third each of compliance, refusal and degenerate, by the tokens alone.</summary>
    private static AnswerKind Hashed(int[] ids) => (AnswerKind)(ids.Aggregate(17u, (hash, id) => (hash * 31) + (uint)id) % 3);

    private SelectionResult Select(string language, AnswerLimits limits, bool full, bool hashed = false) =>
        SourceDirection
            .Find(demo.Model, language, demo.Source(language), demo.Read(language), Settings(limits, full, hashed), AlignedModel.Afresh)
            .Selection;

    private (FilteredSource Filtered, Intervention Chosen) Chosen()
    {
        var filtered = FilteredSource.Read(demo.Model, "en", demo.Source("en"), demo.Read("en"), AlignedModel.Afresh);
        return (
            filtered,
            Intervention.Affine(filtered.Directions.Across(-1), filtered.Directions.OffsetsAcross(-1), demo.Model.Config.Layers, 3)
        );
    }

    private double Naive(int[] prompt, IReadOnlyCollection<int> ends, Intervention intervention)
    {
        var prefix = prompt.ToList();
        double sum = 0;
        for (int token = 1; token <= 16; token++)
        {
            double[] p = Softmax(prefix, null),
                q = Softmax(prefix, intervention);
            for (int t = 0; t < p.Length; t++)
            {
                sum += p[t] * (Math.Log(p[t] + 1e-6) - Math.Log(q[t] + 1e-6));
            }

            int next = Array.IndexOf(p, p.Max());
            if (ends.Contains(next) || token == 16)
            {
                return sum / token;
            }

            prefix.Add(next);
        }

        throw new InvalidOperationException();
    }

    private double[] Softmax(List<int> prefix, Intervention? intervention)
    {
        using var result = demo.Model.Forward(
            new ForwardRequest
            {
                Rows =
                [
                    [.. prefix],
                ],
                Interventions = [intervention],
            }
        );
        double[] logits = [.. result.LastLogits(0).ToArray().Select(logit => (double)logit)];
        double greatest = logits.Max(),
            sum = logits.Sum(logit => Math.Exp(logit - greatest));
        return [.. logits.Select(logit => Math.Exp(logit - greatest) / sum)];
    }

    private static (AblationKind, int, int)? Place(Candidate? candidate) =>
        candidate is null ? null : (candidate.Kind, candidate.Position, candidate.Layer);
}
