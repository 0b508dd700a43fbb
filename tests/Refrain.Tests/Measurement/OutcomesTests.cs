using CsCheck;
using Refrain.Directions;
using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Tests.Measurement;

/// <summary>The pairing of outcomes against a naive count of the same answers.</summary>
public class OutcomesTests
{
    private static readonly Treatment[] Treatments =
    [
        Treatment.Baseline,
        new(Condition.Ablated, "en"),
        new(Condition.Ablated, "de"),
        new(Condition.Ablated, "en", Control.Random),
        new(Condition.Induced, "en"),
        new(Condition.Stressed, "en", Probability: .3),
        new(Condition.Stressed, "en", Probability: .5),
    ];

    /// <summary>Answers to some of 12 prompts a class, in two languages and under every treatment, none of them twice.</summary>
    private static readonly Gen<AnswerOutcome[]> Answers = Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Bool)
        .Array[2 * 3 * 12 * Treatments.Length]
        .Select(drawn =>
            (
                from language in (string[])["en", "de"]
                from promptClass in Enum.GetValues<PromptClass>()
                from treatment in Treatments
                from prompt in Enumerable.Range(0, 12)
                select (language, promptClass, treatment, prompt)
            )
                .Zip(drawn)
                .Where(pair => pair.Second.Item2)
                .Select(pair =>
                    Answer(
                        pair.First.language,
                        pair.First.promptClass,
                        pair.First.treatment,
                        $"{pair.First.prompt}",
                        (Outcome)pair.Second.Item1,
                        pair.Second.Item3
                    )
                )
                .ToArray()
        );

    [Fact]
    public void A_rate_counts_the_answers_of_its_language_class_and_treatment_alone() =>
        Answers.Sample(answers =>
        {
            var outcomes = new Outcomes(answers);
            foreach (var (language, promptClass, treatment) in Cells())
            {
                int refused = 0,
                    judged = 0,
                    all = 0,
                    cut = 0;
                foreach (var answer in answers)
                {
                    if (IsOf(answer, language, promptClass, treatment))
                    {
                        all++;
                        cut += answer.Response.Ended ? 0 : 1;
                        judged += answer.Outcome == Outcome.Unjudged ? 0 : 1;
                        refused += answer.Outcome == Outcome.Refusal ? 1 : 0;
                    }
                }

                var rate = outcomes.Of(language, promptClass, treatment).Rate;
                Assert.Equal(
                    all == 0 ? null : (refused, all - judged, all, cut),
                    rate is null ? null : ((int, int, int, int)?)(rate.Refusal, rate.Unjudged, rate.N, rate.CutAtMaxNewTokens)
                );
                Assert.Equal(judged == 0 ? null : (double)refused / judged, rate?.Share);
                Assert.Equal(judged == 0 ? null : Wilson.Interval(refused, judged).Low, rate?.Low);
                Assert.Equal(judged == 0 ? null : Wilson.Interval(refused, judged).High, rate?.High);
            }
        });

    [Fact]
    public void Pairs_are_the_prompts_judged_in_both_cells() =>
        Answers.Sample(answers =>
        {
            var outcomes = new Outcomes(answers);
            foreach (var (language, promptClass, treatment) in Cells())
            {
                foreach (var outcome in (Outcome[])[Outcome.Refusal, Outcome.Degenerate])
                {
                    int both = 0,
                        onlyFirst = 0,
                        onlySecond = 0;
                    foreach (var first in answers.Where(answer => IsOf(answer, language, promptClass, treatment)))
                    {
                        foreach (var second in answers.Where(answer => IsOf(answer, "en", promptClass, Treatment.Baseline)))
                        {
                            if (
                                first.Response.PromptId == second.Response.PromptId
                                && first.Outcome != Outcome.Unjudged
                                && second.Outcome != Outcome.Unjudged
                            )
                            {
                                both++;
                                onlyFirst += first.Outcome == outcome && second.Outcome != outcome ? 1 : 0;
                                onlySecond += first.Outcome != outcome && second.Outcome == outcome ? 1 : 0;
                            }
                        }
                    }

                    var pairs = outcomes
                        .Of(language, promptClass, treatment)
                        .With(outcomes.Of("en", promptClass, Treatment.Baseline), outcome);
                    Assert.Equal((both, onlyFirst, onlySecond), (pairs.Count, pairs.OnlyFirst, pairs.OnlySecond));
                    Assert.Equal(both == 0 ? null : McNemar.Exact(onlyFirst, onlySecond), pairs.P);
                    Assert.Equal(both == 0 ? null : (double)(onlyFirst - onlySecond) / both, pairs.Difference(1)?.Difference);
                    Assert.Equal((onlySecond, onlyFirst), (pairs.Reversed.OnlyFirst, pairs.Reversed.OnlySecond));
                }
            }
        });

    [Fact]
    public void What_is_unjudged_on_one_side_is_in_no_pair()
    {
        var outcomes = new Outcomes([
            Answer("en", PromptClass.Harmful, Treatment.Baseline, "a", Outcome.Unjudged),
            Answer("en", PromptClass.Harmful, Treatment.Baseline, "b", Outcome.Refusal),
            Answer("en", PromptClass.Harmful, Treatment.Baseline, "c", Outcome.Degenerate),
            Answer("en", PromptClass.Harmful, Treatments[1], "c", Outcome.Refusal),
            Answer("en", PromptClass.Harmful, Treatments[1], "b", Outcome.Unjudged),
            Answer("en", PromptClass.Harmful, Treatments[1], "a", Outcome.Refusal),
        ]);
        var (baseline, ablated) = (
            outcomes.Of("en", PromptClass.Harmful, Treatment.Baseline),
            outcomes.Of("en", PromptClass.Harmful, Treatments[1])
        );
        var pairs = baseline.With(ablated);
        Assert.Equal<double>([0], pairs.First);
        Assert.Equal<double>([1], pairs.Second);
        Assert.Equal([null, 1, 0, null], ((string[])["a", "b", "c", "d"]).Select(prompt => baseline.Is(Outcome.Refusal, prompt)));
        Assert.Equal(0, baseline.With(outcomes.Of("de", PromptClass.Harmful, Treatment.Baseline)).Count);
        Assert.Null(baseline.With(OutcomeCell.Empty).P);
    }

    [Fact]
    public void Some_prompts_alone_keep_their_own_order()
    {
        var cell = new OutcomeCell([
            Answer("en", PromptClass.Harmless, Treatment.Baseline, "a", Outcome.Refusal),
            Answer("en", PromptClass.Harmless, Treatment.Baseline, "b", Outcome.Compliance),
            Answer("en", PromptClass.Harmless, Treatment.Baseline, "c", Outcome.Compliance),
        ]);
        Assert.Equal(["c", "a"], cell.Only(["c", "x", "a"]).Prompts);
        Assert.Equal((1, 2), (cell.Only(["c", "x", "a"]).Rate!.Refusal, cell.Only(["c", "x", "a"]).Rate!.N));
        Assert.Equal(1, cell.With(cell, ["b", "x"]).Count);
    }

    [Fact]
    public void An_answer_given_twice_is_refused()
    {
        var answer = Answer("en", PromptClass.Harmful, Treatments[1], "a", Outcome.Refusal);
        Assert.Throws<ArgumentException>(() => new Outcomes([answer, answer]));
        AnswerOutcome[] others =
        [
            answer,
            answer with
            {
                Response = answer.Response with { Language = "de" },
            },
            answer with
            {
                Response = answer.Response with { Class = PromptClass.Borderline },
            },
            .. Treatments
                .Where(treatment => treatment != Treatments[1])
                .Select(treatment => Answer("en", PromptClass.Harmful, treatment, "a")),
        ];
        Assert.Equal(1, new Outcomes(others).Of("en", PromptClass.Harmful, Treatments[1]).Rate!.N);
    }

    private static IEnumerable<(string, PromptClass, Treatment)> Cells() =>
        from language in (string[])["en", "de"]
        from promptClass in Enum.GetValues<PromptClass>()
        from treatment in Treatments
        select (language, promptClass, treatment);

    private static bool IsOf(AnswerOutcome answer, string language, PromptClass promptClass, Treatment treatment) =>
        answer.Response.Language == language
        && answer.Response.Class == promptClass
        && answer.Response.Condition == treatment.Condition
        && answer.Response.Source == treatment.Source
        && answer.Response.Control == treatment.Control
        && answer.Response.Probability == treatment.Probability;

    private static AnswerOutcome Answer(
        string language,
        PromptClass promptClass,
        Treatment treatment,
        string prompt,
        Outcome outcome = Outcome.Compliance,
        bool ended = true
    ) =>
        new(
            new ResponseFigures
            {
                Language = language,
                Class = promptClass,
                PromptId = prompt,
                Condition = treatment.Condition,
                Source = treatment.Source,
                Control = treatment.Control,
                Probability = treatment.Probability,
                Tokens = 1,
                Ended = ended,
            },
            outcome
        );
}
