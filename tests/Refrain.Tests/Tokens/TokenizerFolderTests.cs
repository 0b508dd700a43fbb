using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>The files beside tokenizer.json: roles of tokens, and the template.</summary>
public sealed class TokenizerFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-tokenizer-").FullName;

    public TokenizerFolderTests() =>
        Write(
            "tokenizer.json",
            TokenizerBuilder
                .Json("<s>", "</s>", "<|im_end|>", "<pad>")
                .With("added_tokens", """[{"id": 97, "content": "<|im_end|>", "special": true, "normalized": false}]""")
                .ToJsonString()
        );

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Roles_come_from_the_configuration_and_then_from_the_map()
    {
        Write(
            "tokenizer_config.json",
            """{"bos_token": "<s>", "eos_token": {"content": "</s>"}, "add_bos_token": true, "pad_token": null, "boi_token": "<image>"}"""
        );
        Write(
            "special_tokens_map.json",
            """{"bos_token": "<other>", "pad_token": "<pad>", "additional_special_tokens": ["<|im_end|>", {"content": "<y>"}]}"""
        );
        Tokenizer tokenizer = Tokenizer.Load(folder);
        Assert.Equal(
            ("<s>", "</s>", "<pad>", null),
            (tokenizer.BosToken, tokenizer.EosToken, tokenizer.PaddingToken, tokenizer.UnknownToken)
        );
        Assert.Equal("<image>", tokenizer.Special.Named["boi_token"]);
        Assert.Equal(["<|im_end|>", "<y>"], tokenizer.Special.Additional);
        Assert.Equal([96, 97], tokenizer.EndTokens);
        Assert.Equal([95, 96], tokenizer.Encode("<s></s>")); // named, so recognised, although added_tokens has them not
    }

    [Fact]
    public void End_tokens_include_those_of_the_generation_settings()
    {
        Write("generation_config.json", """{"eos_token_id": [1, 95, 4000]}""");
        Assert.Equal([1, 95, 97], Tokenizer.Load(folder).EndTokens);
        Write("generation_config.json", """{"eos_token_id": 3}""");
        Assert.Equal([3, 97], Tokenizer.Load(Path.Combine(folder, "tokenizer.json")).EndTokens);
    }

    [Fact]
    public void Tokens_that_only_the_configuration_declares_are_recognised()
    {
        Write(
            "tokenizer_config.json",
            """
            {"added_tokens_decoder": {"200": {"content": "<tool>", "special": true, "normalized": false},
            "0": {"content": "<clash>"}}}
            """
        );
        Tokenizer tokenizer = Tokenizer.Load(folder);
        Assert.Equal([200], tokenizer.Encode("<tool>"));
        Assert.Null(tokenizer.TokenId("<clash>"));
    }

    [Fact]
    public void The_template_file_comes_before_the_configuration()
    {
        Assert.Null(Tokenizer.Load(folder).ChatTemplate);
        Write("chat_template.json", """{"chat_template": "from json"}""");
        Assert.Equal("from json", Tokenizer.Load(folder).ChatTemplate);
        Write(
            "tokenizer_config.json",
            """{"chat_template": [{"name": "tools", "template": "t"}, {"name": "default", "template": "from list"}]}"""
        );
        Assert.Equal("from list", Tokenizer.Load(folder).ChatTemplate);
        Write("tokenizer_config.json", """{"chat_template": "from configuration"}""");
        Assert.Equal("from configuration", Tokenizer.Load(folder).ChatTemplate);
        Write("chat_template.jinja", "from jinja");
        Tokenizer tokenizer = Tokenizer.Load(folder);
        Assert.Equal("from jinja", tokenizer.ChatTemplate);
        Assert.EndsWith("chat_template.jinja", tokenizer.ChatTemplatePlace);
    }

    [Theory]
    [InlineData("tokenizer_config.json", "[]", "tokenizer_config.json: is []; expected an object")]
    [InlineData("tokenizer_config.json", "{", "tokenizer_config.json: is not JSON")]
    [InlineData("tokenizer_config.json", """{"chat_template": 5}""", "tokenizer_config.json.chat_template: is 5; expected a text")]
    [InlineData("tokenizer_config.json", """{"added_tokens_decoder": {"x": {"content": "y"}}}""", "has the key x")]
    [InlineData("generation_config.json", """{"eos_token_id": ["a"]}""", "eos_token_id[0]: is \"a\"")]
    public void A_malformed_file_is_named(string name, string content, string message)
    {
        Write(name, content);
        Assert.Contains(message, Assert.Throws<BadInputException>(() => Tokenizer.Load(folder)).Message);
    }

    [Fact]
    public void A_folder_without_a_tokenizer_is_named()
    {
        File.Delete(Path.Combine(folder, "tokenizer.json"));
        Assert.Contains($"{folder}: holds no tokenizer.json", Assert.Throws<BadInputException>(() => Tokenizer.Load(folder)).Message);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content);
}
