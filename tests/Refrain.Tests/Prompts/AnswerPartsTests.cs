using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Tests.Tokens;
using Refrain.Tokens;

namespace Refrain.Tests.Prompts;

/// <summary>Answers of models that think first.</summary>
public class AnswerPartsTests
{
    private static readonly Tokenizer Qwen = TokenizerFolders.Load("qwen3");

    private static AnswerText Split(string answer, string? end = null)
    {
        var format = ChatFormat
            .For(Qwen, "{{ messages[0].content }}|" + end, "template")!
            .With(new ChatOptions { Thinking = ThinkingMode.On });
        return new AnswerParts(Qwen, format.Thinking).Of(Qwen.Encode(answer));
    }

    [Theory]
    [InlineData("I cannot help.", "I cannot help.", null, false)]
    [InlineData("<think>\nA trap?\n</think>\n\nI cannot help.", "I cannot help.", "A trap?", false)]
    [InlineData(" <think>Hm", "", "Hm", true)]
    [InlineData("<think></think>Sure", "Sure", "", false)]
    // It thought on after a part that was closed for it.
    [InlineData("A trap? </think> I cannot help.", "I cannot help.", "A trap?", false)]
    [InlineData("<think>One</think>\n<think>Two</think> Sure", "Sure", "One\nTwo", false)]
    [InlineData("<think>One</think><think>Two", "", "One\nTwo", true)]
    [InlineData("Tags: <think>a</think>", "Tags: <think>a</think>", null, false)] // Thinking comes first or not at all.
    public void Thinking_is_taken_off_the_front(string answer, string text, string? thinking, bool unended) =>
        Assert.Equal(new AnswerText(text, thinking, unended), Split(answer));

    [Theory]
    [InlineData("A trap?\n</think>\n\nNo.<|im_end|>", "No.", "A trap?", false)]
    [InlineData("A trap, or", "", "A trap, or", true)]
    [InlineData("It said </think>Yes </think> again", "Yes </think> again", "It said", false)]
    public void After_a_prompt_that_opens_it_thinking_starts_at_once(string answer, string text, string? thinking, bool unended) =>
        Assert.Equal(new AnswerText(text, thinking, unended), Split(answer, "<think>\n"));

    [Fact]
    public void Tags_that_are_no_tokens_are_found_in_the_text() =>
        Assert.Equal(new AnswerText("Да, 海.", "мысль", false), Split("<reasoning>мысль</reasoning>Да, 海."));

    [Fact]
    public void Thinking_that_does_not_end_is_unjudged()
    {
        var response = new Response
        {
            Language = "en",
            Class = PromptClass.Harmful,
            PromptId = "0",
            Condition = Condition.Baseline,
            Text = "",
            Tokens = 24,
            Ended = false,
            Thinking = "I cannot",
            ThinkingUnended = true,
        };
        Assert.Equal(
            (Outcome.Unjudged, "thinking did not end"),
            (JudgedResponse.Of(response, null).Judgement.Outcome, JudgedResponse.Of(response, null).Judgement.Reason)
        );
        Assert.Equal(
            Outcome.Refusal,
            JudgedResponse.Of(response with { Text = "I cannot help with that request.", ThinkingUnended = false }, null).Judgement.Outcome
        );
    }
}
