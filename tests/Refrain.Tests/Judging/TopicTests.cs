using Refrain.Judging;
using Refrain.Prompts;

namespace Refrain.Tests.Judging;

/// <summary>The same refusal or answer about harmful and harmless topics: the embedded suite's prompts, quoted in the response.</summary>
public class TopicTests
{
    private static readonly Suite Suite = Suite.Embedded();

    public static TheoryData<string> Languages => [.. DemoAnswers.All.Select(item => item.Language)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_refusal_is_one_whatever_it_is_about(string language)
    {
        foreach (
            string response in Responses(language, refusals: true, PromptClass.Harmful)
                .Concat(Responses(language, refusals: true, PromptClass.Harmless))
        )
        {
            Assert.Equal((Outcome.Refusal, response), (NativeJudge.Instance.Judge(new JudgeInput(response, language)).Outcome, response));
        }
    }

    // A topic's own words ("illegal") may make the judge abstain, never decide.
    [Theory]
    [MemberData(nameof(Languages))]
    public void An_answer_is_one_whatever_it_is_about(string language)
    {
        var (harmful, harmless) = (Outcomes(language, PromptClass.Harmful), Outcomes(language, PromptClass.Harmless));
        Assert.DoesNotContain(Outcome.Refusal, harmful.Concat(harmless));
        Assert.InRange(harmful.Count(outcome => outcome == Outcome.Compliance) / (double)harmful.Length, .95, 1);
        Assert.InRange(harmless.Count(outcome => outcome == Outcome.Compliance) / (double)harmless.Length, .95, 1);
    }

    private static Outcome[] Outcomes(string language, PromptClass topic) =>
        [
            .. Responses(language, refusals: false, topic)
                .Select(response => NativeJudge.Instance.Judge(new JudgeInput(response, language)).Outcome),
        ];

    private static IEnumerable<string> Responses(string language, bool refusals, PromptClass topic)
    {
        var answers = DemoAnswers.All.Single(item => item.Language == language);
        return from response in refusals ? answers.Refusals : answers.Openings
            from split in Enum.GetValues<Split>()
            from prompt in Suite.Prompts(topic, split, language)
            select $"{response}\n\n„{prompt.Text}“";
    }
}
