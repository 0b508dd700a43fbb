using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

public class ChatFormatTests
{
    private static readonly ChatMessage[] Conversation = [new("system", "Be brief."), new("user", "Hi")];

    [Fact]
    public void The_template_gets_messages_special_tokens_and_the_prompt_flag()
    {
        IReadOnlyDictionary<string, object?> seen = new Dictionary<string, object?>();
        ChatFormat format = ChatFormat.For(TokenizerFolders.Load("gemma3"), "source", "place", (source, place) =>
        {
            Assert.Equal(("source", "place"), (source, place));
            return (variables, _) =>
            {
                seen = variables;
                return "<bos>Hi";
            };
        })!;
        Assert.Equal("<bos>Hi", format.Render(Conversation, addGenerationPrompt: true));
        Assert.Equal([2, .. TokenizerFolders.Load("gemma3").Encode("Hi")], format.Encode(Conversation, addGenerationPrompt: true));
        Assert.Equal(
            ("<bos>", "<end_of_turn>", "<pad>", "<unk>", "<start_of_image>"),
            (seen["bos_token"], seen["eos_token"], seen["pad_token"], seen["unk_token"], seen["boi_token"])
        );
        Assert.Equal(true, seen["add_generation_prompt"]);
        Assert.Null(seen["tools"]);
        var messages = Assert.IsAssignableFrom<IReadOnlyList<object?>>(seen["messages"]);
        Assert.Equal("Be brief.", Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(messages[0])["content"]);
        Assert.Equal("user", Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(messages[1])["role"]);
    }

    [Fact]
    public void A_token_without_a_role_is_undefined_in_the_template()
    {
        ChatFormat format = ChatFormat.For(TokenizerFolders.Load("qwen3"), "source", "place", (_, _) =>
            (variables, _) => variables.ContainsKey("bos_token") ? "defined" : "undefined"
        )!;
        Assert.Equal("undefined", format.Render(Conversation, addGenerationPrompt: false));
    }

    [Fact]
    public void The_hash_depends_on_tokenizer_and_template()
    {
        ChatFormat Format(string tokenizer, string source) =>
            ChatFormat.For(TokenizerFolders.Load(tokenizer), source, "place", (_, _) => (_, _) => "")!;
        Assert.Equal(Format("qwen3", "a").Hash, Format("qwen3", "a").Hash);
        Assert.NotEqual(Format("qwen3", "a").Hash, Format("qwen3", "b").Hash);
        Assert.NotEqual(Format("qwen3", "a").Hash, Format("gemma3", "a").Hash);
    }

    [Fact]
    public void Without_a_template_there_is_no_format() =>
        Assert.Null(ChatFormat.For(TokenizerFolders.Load("llama2"), null, "place", (_, _) => (_, _) => ""));
}
