using Refrain.Directions;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Tests.Measurement;

public class StressTests
{
    private static readonly Treatment[] Stressed = [Stress(.25), Stress(.5)];

    [Fact]
    public void The_ends_are_the_untouched_and_the_ablated_answers_to_the_prompts_that_were_stressed()
    {
        JudgedResponse[] judged =
        [
            .. Answers(Treatment.Baseline, "RRRC"),
            .. Answers(Stressed[0], "RRC"),
            .. Answers(Stressed[1], "RD?"),
            .. Answers(new Treatment(Condition.Ablated, "en"), "CCCR"),
            // None of these belongs to the curve.
            .. Answers(new Treatment(Condition.Ablated, "de"), "RRRR"),
            .. Answers(new Treatment(Condition.Ablated, "en", Control.Random), "RRRR"),
            .. Answers(Treatment.Baseline, "CCCC", PromptClass.Harmless),
        ];
        var report = Refrain.Measurement.Stress.Of(new Outcomes(judged), Stressed, 3, ["ko", "en"], 1)!;
        Assert.Equal([0, .25, .5, 1], report.Probabilities);
        Assert.Equal("en", Assert.Single(report.Languages).Key);
        var curve = report.Languages["en"];
        Assert.Equal(
            ["3 0 0 0 of 3", "2 1 0 0 of 3", "1 0 1 1 of 3", "0 3 0 0 of 3"],
            curve.Rates.Select(rate => $"{rate!.Refusal} {rate.Compliance} {rate.Degenerate} {rate.Unjudged} of {rate.N}")
        );
        Assert.Equal(((1 + (2 / 3.0)) / 8) + (((2 / 3.0) + .5) / 8) + (.5 / 4), curve.Area!.Value, 1e-12);
        Assert.InRange(curve.Low!.Value, 0, curve.Area.Value);
        Assert.InRange(curve.High!.Value, curve.Area.Value, 1);
    }

    [Fact]
    public void Nothing_stressed_is_no_report()
    {
        Assert.Null(Refrain.Measurement.Stress.Of(new Outcomes(Answers(Treatment.Baseline, "RR")), Stressed, 3, ["en"], 1));
        Assert.Null(Refrain.Measurement.Stress.Of(new Outcomes(Answers(Treatment.Baseline, "RR")), [], 0, ["en"], 1));
    }

    private static Treatment Stress(double probability) => new(Condition.Stressed, "en", Probability: probability);

    private static IEnumerable<JudgedResponse> Answers(
        Treatment treatment,
        string outcomes,
        PromptClass promptClass = PromptClass.Harmful
    ) =>
        outcomes.Select(
            (outcome, id) =>
                new JudgedResponse(
                    new Response
                    {
                        Language = "en",
                        Class = promptClass,
                        PromptId = $"{promptClass.Word()}/test/{id}",
                        Condition = treatment.Condition,
                        Source = treatment.Source,
                        Control = treatment.Control,
                        Probability = treatment.Probability,
                        Text = "",
                        Tokens = 1,
                        Ended = true,
                    },
                    new Judgement(
                        outcome switch
                        {
                            'R' => Outcome.Refusal,
                            'C' => Outcome.Compliance,
                            'D' => Outcome.Degenerate,
                            _ => Outcome.Unjudged,
                        },
                        1,
                        ""
                    )
                )
        );
}
