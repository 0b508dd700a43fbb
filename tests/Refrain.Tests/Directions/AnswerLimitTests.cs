using Refrain.Directions;
using Refrain.Inference;
using Refrain.Judging;
using Refrain.Prompts;

namespace Refrain.Tests.Directions;

/// <summary>Limits on what an ablation may do to answers: the numbers against naive ones, and the choice against evaluating every candidate.</summary>
public class AnswerLimitTests(DemoModel demo) : IClassFixture<DemoModel>
{
    private const double None = double.PositiveInfinity;

    /// <summary>Measured on every candidate; exceeded by none.</summary>
    private static readonly AnswerLimits Everywhere = new() { GeneratedDivergence = double.MaxValue, DegenerateShare = 1, OverRefusal = 1 };

    [Theory]
    [InlineData("en", 3, 3, None, None, None)]
    [InlineData("en", 3, 3, .05, None, None)]
    [InlineData("en", 3, 3, .5, .05, None)]
    [InlineData("de", 3, 3, None, 0, None)]
    [InlineData("de", 3, 3, None, None, .05)]
    [InlineData("fr", 3, 3, .01, 0, 0)]
    [InlineData("en", .1, .2, .02, .1, .1)]
    [InlineData("en", .1, .2, .001, None, None)] // no direction passes
    public void The_choice_is_that_of_evaluating_every_candidate(string language, double zero, double affine, double generated, double degenerate, double refused)
    {
        static double? Limit(double limit) => double.IsInfinity(limit) ? null : limit;
        var limits = new AnswerLimits { GeneratedDivergence = Limit(generated), DegenerateShare = Limit(degenerate), OverRefusal = Limit(refused) };
        var all = Select(language, zero, affine, Everywhere, full: true);
        var full = Select(language, zero, affine, limits, full: true);
        var saved = Select(language, zero, affine, limits, full: false);

        // Everything was measured, of zero ablation, and of affine ablation where no zero ablation passes by itself: choose by hand.
        Candidate[] passing = [.. all.Candidates.Where(candidate => candidate.Discarded is null)];
        Assert.All(passing, candidate => Assert.NotNull(candidate.Answers));
        bool Within(Candidate candidate) =>
            !(candidate.Answers!.GeneratedDivergence > generated) && !(candidate.Answers.DegenerateShare > degenerate) && !(candidate.Answers.OverRefusal > refused);
        var kind = passing.Select(candidate => candidate.Kind).Order().FirstOrDefault();
        var expected = passing.Where(candidate => candidate.Kind == kind && Within(candidate)).MinBy(candidate => candidate.AblationScore);
        if (expected is not null)
        {
            Assert.Equal(Place(expected), Place(saved.Chosen));
        }

        Assert.Equal(full.Verdict, saved.Verdict);
        Assert.Equal(Place(full.Chosen), Place(saved.Chosen));
        Assert.Equal((full.Addition?.Position, full.Addition?.Layer), (saved.Addition?.Position, saved.Addition?.Layer));
        Assert.True(saved.Chosen is null || limits.Exceeded(saved.Chosen.Answers) is null);
        Assert.Equal(limits.Any && saved.Chosen is not null, saved.Chosen?.Answers is not null);
        foreach (var (whole, part) in full.Candidates.Zip(saved.Candidates).Where(pair => pair.Second.Answers is not null))
        {
            Assert.Equal(Place(whole), Place(part));
            Assert.Equal(whole.Discarded, part.Discarded);
            Assert.Equal(whole.Answers!.GeneratedDivergence ?? 0, part.Answers!.GeneratedDivergence ?? 0, 1e-6);
            Assert.True(part.Answers.DegenerateShare is null || part.Answers.DegenerateShare == whole.Answers.DegenerateShare);
            Assert.True(saved.Chosen is null || part.Kind != saved.Chosen.Kind || part.AblationScore <= saved.Chosen.AblationScore, "a candidate that would not be chosen was measured");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{language}: of {passing.Length} passing {passing.Count(Within)} within limits; measured {saved.Candidates.Count(candidate => candidate.Answers is not null)}, in full {full.Candidates.Count(candidate => candidate.Answers is not null)}; {all.Chosen} -> {saved.Chosen}");
    }

    [Fact]
    public void A_limit_changes_the_choice_and_says_why()
    {
        var free = Select("en", 3, 3, new AnswerLimits(), full: false);
        var measured = Select("en", 3, 3, Everywhere, full: false);
        Assert.Equal(Place(free.Chosen), Place(measured.Chosen));
        double own = measured.Chosen!.Answers!.GeneratedDivergence!.Value;
        var limited = Select("en", 3, 3, new AnswerLimits { GeneratedDivergence = own / 2 }, full: false);
        Assert.NotEqual(Place(free.Chosen), Place(limited.Chosen));
        var excluded = limited.Candidates.Single(candidate => Place(candidate) == Place(free.Chosen));
        Assert.StartsWith("generated divergence above ", excluded.Discarded, StringComparison.Ordinal);
        Assert.Equal(own, excluded.Answers!.GeneratedDivergence!.Value, 1e-9);
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
        var nothing = Intervention.Ablate(new double[demo.Model.Config.HiddenSize], demo.Model.Config.Layers, Graphs.HookSites.Stream);
        Assert.All(new GeneratedDivergence(demo.Model, filtered.HarmlessValidation.Prompts, demo.Format.EndTokens, AlignedModel.Afresh).Of("x", nothing), divergence => Assert.Equal(0, divergence));
    }

    [Fact]
    public void Shares_are_those_of_answers_given_and_judged_one_by_one()
    {
        // Ablating with directions of another layer breaks some answers; adding the direction makes some refusals.
        var (filtered, _) = Chosen();
        var direction = filtered.Directions;
        Intervention[] interventions =
        [
            Intervention.Ablate(direction.At(2, -1), demo.Model.Config.Layers, Graphs.HookSites.Stream),
            Intervention.Add([.. direction.At(5, -1).ToArray().Select(value => 1.5 * value)], demo.Model.Config.Layers, 5),
        ];
        var settings = Settings(3, 3, Everywhere, full: true) with { Answers = Settings(3, 3, Everywhere, full: true).Answers! with { Language = "en" } };
        var checks = new AnswerChecks(demo.Model, filtered.HarmlessValidation, settings, AlignedModel.Afresh);
        var seen = new List<double>();
        foreach (var (index, intervention) in interventions.Index())
        {
            var effects = checks.Of("x", new Candidate(AblationKind.Zero, -1, index), intervention);
            var outcomes = filtered.HarmlessValidation.Prompts.Select(prompt =>
            {
                var answer = Generation.Greedy(demo.Model, new GenerationRequest { Rows = [prompt], Interventions = [intervention], MaximumNewTokens = 24, EndTokens = demo.Format.EndTokens })[0];
                return NativeJudge.Instance.Judge(new JudgeInput(demo.Format.Answers.Of(answer.Ids).Text, "en"), TestContext.Current.CancellationToken).Outcome;
            }).ToArray();
            double judged = outcomes.Count(outcome => outcome != Outcome.Unjudged);
            Assert.Equal(judged, effects.Judged);
            Assert.Equal(outcomes.Count(outcome => outcome == Outcome.Refusal) / judged, effects.OverRefusal);
            Assert.Equal(outcomes.Count(outcome => outcome == Outcome.Degenerate) / judged, effects.DegenerateShare);
            seen.AddRange([effects.OverRefusal!.Value, effects.DegenerateShare!.Value]);
        }

        Assert.Contains(seen, share => share > 0);
    }

    [Fact]
    public void What_was_measured_is_kept()
    {
        var kept = new Dictionary<(string, string), byte[]>();
        byte[] Keep(string stage, string key, long cost, Func<byte[]> compute) => kept.TryGetValue((stage, key), out byte[]? known) ? known : kept[(stage, key)] = compute();
        var limits = new AnswerLimits { GeneratedDivergence = .05, DegenerateShare = .1 };
        var first = SourceDirection.Find(demo.Model, "en", demo.Source("en"), demo.Read("en", Keep), Settings(3, 3, limits), Keep);
        var again = SourceDirection.Find(demo.Model, "en", demo.Source("en"), demo.Read("en", Keep), Settings(3, 3, limits), (stage, key, _, _) => kept[(stage, key)]);
        Assert.Equal(first.Selection.Candidates, again.Selection.Candidates);
        Assert.Contains(kept.Keys, key => key.Item2.EndsWith("/generated divergence", StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_on_answers_that_nobody_can_judge_are_refused_before_anything_is_run()
    {
        var settings = new AuditSettings { AnswerLimits = new AnswerLimits { OverRefusal = .1 } };
        Assert.Contains("--max-over-refusal: needs answers in xx judged", Assert.Throws<BadInputException>(() => SelectionAnswers.Check(settings, ["en", "xx"])).Message, StringComparison.Ordinal);
        SelectionAnswers.Check(new AuditSettings { AnswerLimits = new AnswerLimits { GeneratedDivergence = .1 } }, ["xx"]);
        Assert.Equal("degenerate answers above 0.5", new AnswerLimits { DegenerateShare = .5 }.Exceeded(new AnswerEffects { DegenerateShare = double.NaN }));
    }

    private SelectionSettings Settings(double zero, double affine, AnswerLimits limits, bool full = false) =>
        new AuditSettings { AnswerLimits = limits, FullSweep = full }.SelectionFor(demo.Format) with { ZeroDivergence = zero, AffineDivergence = affine };

    private SelectionResult Select(string language, double zero, double affine, AnswerLimits limits, bool full) =>
        SourceDirection.Find(demo.Model, language, demo.Source(language), demo.Read(language), Settings(zero, affine, limits, full), AlignedModel.Afresh).Selection;

    private (FilteredSource Filtered, Intervention Chosen) Chosen()
    {
        var filtered = FilteredSource.Read(demo.Model, "en", demo.Source("en"), demo.Read("en"), AlignedModel.Afresh);
        return (filtered, Intervention.Affine(filtered.Directions.Across(-1), filtered.Directions.OffsetsAcross(-1), demo.Model.Config.Layers, 3));
    }

    private double Naive(int[] prompt, IReadOnlyCollection<int> ends, Intervention intervention)
    {
        var prefix = prompt.ToList();
        double sum = 0;
        for (int token = 1; token <= 16; token++)
        {
            double[] p = Softmax(prefix, null), q = Softmax(prefix, intervention);
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
        using var result = demo.Model.Forward(new ForwardRequest { Rows = [[.. prefix]], Interventions = [intervention] });
        double[] logits = [.. result.LastLogits(0).ToArray().Select(logit => (double)logit)];
        double greatest = logits.Max(), sum = logits.Sum(logit => Math.Exp(logit - greatest));
        return [.. logits.Select(logit => Math.Exp(logit - greatest) / sum)];
    }

    private static (AblationKind, int, int)? Place(Candidate? candidate) => candidate is null ? null : (candidate.Kind, candidate.Position, candidate.Layer);
}
