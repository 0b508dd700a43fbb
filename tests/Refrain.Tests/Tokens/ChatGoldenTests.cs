using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Conversations through the real templates: text and ids as transformers gives them, and an error where it gives one.</summary>
public class ChatGoldenTests
{
    [Theory]
    [InlineData("llama3_1")]
    [InlineData("qwen3")]
    [InlineData("gemma3")]
    public void Every_conversation_gets_the_text_and_the_ids_of_the_reference(string name)
    {
        (_, JsonElement expected) = TokenizerGoldenTests.Golden(name);
        ChatFormat format = ChatFormat.For(TokenizerFolders.Load(name))!;
        Assert.Equal(20, expected.GetProperty("chat").GetArrayLength());
        foreach (JsonElement chat in expected.GetProperty("chat").EnumerateArray())
        {
            ChatMessage[] messages =
            [
                .. chat.GetProperty("messages")
                    .EnumerateArray()
                    .Select(message => new ChatMessage(
                        message.GetProperty("role").GetString()!,
                        message.GetProperty("content").GetString()!
                    )),
            ];
            bool prompt = chat.GetProperty("add_generation_prompt").GetBoolean();
            if (chat.TryGetProperty("error", out JsonElement error))
            {
                string problem = error.GetString()!.Split(": ", 2)[1];
                Assert.Contains(problem, Assert.Throws<BadInputException>(() => format.Render(messages, prompt)).Message);
                continue;
            }

            Assert.Equal(chat.GetProperty("text").GetString(), format.Render(messages, prompt));
            Assert.Equal(chat.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), format.Encode(messages, prompt));
        }
    }

    [Fact]
    public void The_templates_of_the_aligned_model_and_of_the_demo_render()
    {
        ChatMessage[] hello = [new("user", " Hello ")];
        Assert.Equal(
            "<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n",
            ChatFormat.For(Tokenizer.FromFolder(Shared.Path("demo")))!.Render(hello, true)
        );
        ChatFormat aligned = ChatFormat.For(Tokenizer.FromFolder(Shared.Path("models", "aligned-270m")))!;
        Assert.Equal("<bos><start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\n", aligned.Render(hello, true));
        Assert.Equal(2, aligned.Encode(hello, true)[0]);
    }

    [Fact]
    public void A_malformed_template_is_named()
    {
        var error = Assert.Throws<BadInputException>(() =>
            ChatFormat.For(TokenizerFolders.Load("llama2"), "{% for", "config: chat_template")
        );
        Assert.StartsWith("config: chat_template: cannot render a conversation: ", error.Message);
    }
}
