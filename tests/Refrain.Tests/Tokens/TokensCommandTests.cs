using System.CommandLine;
using System.Text.Json;
using Refrain.Cli.Commands;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

public sealed class TokensCommandTests : IDisposable
{
    private readonly string input = Path.GetTempFileName();

    public void Dispose() => File.Delete(input);

    [Fact]
    public void Json_holds_ids_decoded_texts_and_renderings()
    {
        JsonElement answer = Run(
            """
            {"texts": ["<|im_start|>hi é", ""], "chats": [{"messages": [{"role": "user", "content": "hi"}],
            "add_generation_prompt": true}, {"messages": []}]}
            """
        );
        int[] expected = Tokenizer.FromFolder(Shared.Path("demo")).Encode("<|im_start|>hi é");
        Assert.Equal(1, expected[0]);
        Assert.Equal(expected, answer.GetProperty("encode")[0].EnumerateArray().Select(id => id.GetInt32()));
        Assert.Equal(0, answer.GetProperty("encode")[1].GetArrayLength());
        Assert.Equal("<|im_start|>hi é", answer.GetProperty("decode")[0].GetString());
        Assert.Equal("<|im_start|>True", answer.GetProperty("chat")[0].GetProperty("text").GetString());
        Assert.Equal(1, answer.GetProperty("chat")[0].GetProperty("ids")[0].GetInt32());
        Assert.Equal("template: has no messages.", answer.GetProperty("chat")[1].GetProperty("error").GetString());
    }

    [Fact]
    public void Without_a_template_each_chat_is_an_error_and_the_command_succeeds()
    {
        JsonElement answer = Run("""{"chats": [{"messages": [{"role": "user", "content": "hi"}]}]}""", withTemplate: false);
        Assert.Equal("the model has no chat template", answer.GetProperty("chat")[0].GetProperty("error").GetString());
        Assert.Equal(0, answer.GetProperty("encode").GetArrayLength());
    }

    [Fact]
    public void Without_json_a_table_shows_texts_and_ids()
    {
        File.WriteAllText(input, """{"texts": ["hi\u001b[31m"], "chats": [{"messages": []}]}""");
        string table = Invoke(withTemplate: true);
        Assert.Contains("Ids", table);
        Assert.Contains("has no messages", table);
        Assert.DoesNotContain('\u001b', table);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("[]", "is []; expected an object")]
    [InlineData("""{"texts": "a"}""", ".texts: is \"a\"; expected a list")]
    [InlineData("""{"texts": [1]}""", ".texts[0]: is 1; expected a text")]
    [InlineData("""{"chats": [{}]}""", ".chats[0].messages: is missing; expected a list")]
    [InlineData("""{"chats": [{"messages": [{"role": "user"}]}]}""", ".chats[0].messages[0].content: is missing; expected a text")]
    public void Malformed_input_is_named(string json, string message)
    {
        File.WriteAllText(input, json);
        Assert.Contains(message, Assert.Throws<BadInputException>(() => Invoke(withTemplate: true)).Message);
    }

    private JsonElement Run(string json, bool withTemplate = true)
    {
        File.WriteAllText(input, json);
        return JsonDocument.Parse(Invoke(withTemplate, "--json")).RootElement;
    }

    private string Invoke(bool withTemplate, params string[] options)
    {
        ChatTemplate template = (variables, _) =>
            ((IReadOnlyList<object?>)variables["messages"]!).Count > 0
                ? $"<|im_start|>{variables["add_generation_prompt"]}"
                : throw new BadInputException("template", "has no messages");
        Command command = TokensCommand.Create(Tokenizer.Load, tokenizer =>
            ChatFormat.For(tokenizer, withTemplate ? "source" : null, "template", (_, _) => template)
        );
        var output = new StringWriter();
        int code = command
            .Parse([Shared.Path("demo"), "--input", input, .. options])
            .Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
        Assert.Equal(0, code);
        return output.ToString();
    }
}
