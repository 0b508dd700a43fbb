using System.Text.Json;
using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>System turns, thinking, further variables and the date, on a real template and on small ones.</summary>
public class ChatOptionsTests
{
    private const string Turn = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n";

    private const string Plain =
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n"
        + "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    private static readonly ChatMessage[] Hi = [new("user", "Hi")];

    private static ChatFormat Format(string template) => ChatFormat.For(Tokenizer.FromFolder(Shared.Path("demo")), template, "template")!;

    private static ChatOptions With(string name, string json) =>
        new() { Variables = new Dictionary<string, JsonElement> { [name] = JsonDocument.Parse(json).RootElement } };

    private static (string Text, ThinkingTreatment Treatment) Rendered(ChatFormat format, ChatOptions options)
    {
        var given = format.With(options);
        return (given.Render(Hi, addGenerationPrompt: true), given.Thinking.Treatment);
    }

    [Fact]
    public void Qwen3_closes_its_thinking_part_by_its_own_option()
    {
        ChatFormat qwen = ChatFormat.For(TokenizerFolders.Load("qwen3"))!;
        string closed = Turn + "<think>\n\n</think>\n\n";
        Assert.Equal((Turn, ThinkingTreatment.AsIs), Rendered(qwen, new ChatOptions()));
        Assert.Equal((closed, ThinkingTreatment.OffByTemplate), Rendered(qwen, new ChatOptions { Thinking = ThinkingMode.Off }));
        Assert.Equal((closed, ThinkingTreatment.OffByTemplate), Rendered(qwen, With("enable_thinking", "false")));
        Assert.Equal((Turn, ThinkingTreatment.On), Rendered(qwen, new ChatOptions { Thinking = ThinkingMode.On }));
        Assert.Equal((Turn, ThinkingTreatment.On), Rendered(qwen, With("enable_thinking", "true")));
        Assert.Equal(
            "<|im_start|>user\nHi<|im_end|>\n",
            Rendered(qwen, new ChatOptions { GenerationPrompt = false, Thinking = ThinkingMode.Off }).Text
        );
    }

    [Fact]
    public void The_closed_thinking_part_belongs_to_the_post_instruction_tokens()
    {
        Tokenizer tokenizer = TokenizerFolders.Load("qwen3");
        int[] After(ThinkingMode mode)
        {
            ChatFormat format = ChatFormat.For(tokenizer)!.With(new ChatOptions { Thinking = mode });
            return PostInstruction.Find(
                text => (format.Render([new("user", text)], true), format.Encode([new("user", text)], true)),
                ids => tokenizer.Decode(ids)
            );
        }

        Assert.Equal("<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n", tokenizer.Decode(After(ThinkingMode.Off)));
        Assert.Equal((9, 5), (After(ThinkingMode.Off).Length, After(ThinkingMode.On).Length));
    }

    [Theory]
    [InlineData("<think>\n", "<think>\n\n</think>\n\n", false)] // Opened and left open, as DeepSeek-R1's template does.
    [InlineData("<think>", "<think>\n\n</think>\n\n", false)]
    [InlineData("{# '</think>' of earlier turns is cut #}", "<think>\n\n</think>\n\n", false)] // The model opens it by itself.
    [InlineData("[THINK]", "[THINK][/THINK]", false)]
    [InlineData("<|START_THINKING|>", "<|START_THINKING|><|END_THINKING|>", false)]
    [InlineData("<reasoning>\n", "<reasoning>\n\n</reasoning>\n\n", false)]
    [InlineData("{% if thinking %}<think>{% else %}</think>{% endif %}", "</think>", true)]
    [InlineData("{% if enable_thinking is not defined or enable_thinking %}<think>\n{% endif %}", "", true)]
    public void Thinking_that_the_template_cannot_switch_off_is_closed_empty(string end, string expected, bool byTemplate)
    {
        var (text, treatment) = Rendered(
            Format(Plain[..^"{% endif %}".Length] + end + "{% endif %}"),
            new ChatOptions { Thinking = ThinkingMode.Off }
        );
        Assert.Equal((Turn + expected, byTemplate ? ThinkingTreatment.OffByTemplate : ThinkingTreatment.OffByClosing), (text, treatment));
    }

    [Fact]
    public void A_switch_that_the_template_does_not_know_closes_nothing_by_itself() =>
        Assert.Equal(
            (Turn + "<think>\n\n</think>\n\n", ThinkingTreatment.OffByClosing),
            Rendered(Format(Plain + "{# <think> #}"), With("enable_thinking", "false"))
        );

    [Fact]
    public void A_switch_takes_true_or_false_alone() =>
        Assert.Contains(
            "is \"True\"; expected true or false",
            Assert
                .Throws<BadInputException>(() => ChatFormat.For(TokenizerFolders.Load("qwen3"))!.With(With("enable_thinking", "\"True\"")))
                .Message.Replace("is True", "is \"True\"", StringComparison.Ordinal)
        );

    [Fact]
    public void Thinking_that_the_template_closes_cannot_be_on() =>
        Assert.Contains(
            "closes the thinking part",
            Assert
                .Throws<BadInputException>(() =>
                    Format(Plain[..^"{% endif %}".Length] + "<think></think>{% endif %}")
                        .With(new ChatOptions { Thinking = ThinkingMode.On })
                )
                .Message
        );

    [Fact]
    public void A_users_own_tags_open_nothing()
    {
        ChatFormat format = Format(Plain + "{# <think> #}").With(new ChatOptions { Thinking = ThinkingMode.Off });
        Assert.EndsWith(
            "<|im_start|>assistant\n<think>\n\n</think>\n\n",
            format.Render([new("user", "What is <think>?")], addGenerationPrompt: true)
        );
    }

    [Fact]
    public void Thinking_where_none_is_known_is_an_error_and_so_is_a_contradiction()
    {
        Assert.Equal(ThinkingTreatment.None, Rendered(Format(Plain), new ChatOptions()).Treatment);
        Assert.Contains(
            "neither the chat template nor the tokenizer has a thinking part",
            Assert.Throws<BadInputException>(() => Format(Plain).With(new ChatOptions { Thinking = ThinkingMode.On })).Message
        );
        Assert.Contains(
            "Variables enable_thinking says the opposite",
            Assert
                .Throws<BadInputException>(() =>
                    ChatFormat
                        .For(TokenizerFolders.Load("qwen3"))!
                        .With(With("enable_thinking", "true") with { Thinking = ThinkingMode.Off })
                )
                .Message
        );
    }

    [Fact]
    public void A_system_turn_comes_first_unless_the_conversation_has_its_own()
    {
        ChatFormat format = Format(Plain).With(new ChatOptions { System = "Be brief." });
        Assert.Equal("<|im_start|>system\nBe brief.<|im_end|>\n" + Turn, format.Render(Hi, addGenerationPrompt: true));
        Assert.DoesNotContain("Be brief", format.Render([new("system", "Be long."), .. Hi], addGenerationPrompt: true));
    }

    [Theory]
    [InlineData(
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('System "
            + "role not supported') }}{% endif %}{{ m.content }}{% endfor %}!",
        "refuses system turns (template: cannot render a conversation: System role not supported)"
    )]
    [InlineData("{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}!", "drops system turns without a word")]
    public void A_template_without_a_system_turn_is_found_out(string template, string problem)
    {
        Assert.Contains(problem, Format(template).SystemTurn());
        string message = Assert.Throws<BadInputException>(() => Format(template).With(new ChatOptions { System = "Be brief." })).Message;
        Assert.Contains(problem, message);
        Assert.StartsWith("System: ", message);
        Assert.Null(Format(Plain).SystemTurn());
    }

    [Fact]
    public void A_template_sees_further_variables_and_the_given_date_but_never_other_messages()
    {
        ChatFormat format = Format("{{ messages[0].content }} {{ tools_in | default('none') }} {{ strftime_now('%d %b %Y') }}");
        Assert.True(format.UsesDate);
        Assert.Equal("Hi none 01 Jan 2026", format.Render(Hi, addGenerationPrompt: true));
        Assert.Equal(
            "Hi {'a': [1]} 09 Feb 2027",
            format.With(With("tools_in", """{"a": [1]}""") with { Date = new(2027, 2, 9) }).Render(Hi, addGenerationPrompt: true)
        );
        Assert.Equal("Hi none 01 Jan 2026", format.With(With("messages", "[]")).Render(Hi, addGenerationPrompt: true));
    }
}
