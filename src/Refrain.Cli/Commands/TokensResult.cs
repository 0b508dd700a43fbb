using Refrain.Cli.Json;
using Refrain.Tokens;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>A rendered conversation, or why it could not be rendered.</summary>
internal sealed record TokensRendering(string? Text, int[]? Ids, string? Error);

/// <summary>What <c>refrain tokens</c> answers.</summary>
/// <param name="Encoded">[text] the ids, no special tokens added.</param>
/// <param name="Decoded">[text] these ids decoded, special tokens kept.</param>
/// <param name="Chats">[conversation].</param>
internal sealed record TokensResult(IReadOnlyList<int[]> Encoded, IReadOnlyList<string> Decoded, IReadOnlyList<TokensRendering> Chats)
{
    public static TokensResult Compute(Tokenizer tokenizer, Func<Tokenizer, ChatFormat?> formatOf, TokensInput input)
    {
        int[][] encoded = [.. input.Texts.Select(text => tokenizer.Encode(text))];
        var format = new Lazy<ChatFormat?>(() => formatOf(tokenizer));
        return new(encoded, [.. encoded.Select(ids => tokenizer.Decode(ids))], [.. input.Chats.Select(chat => Render(format, chat))]);
    }

    /// <summary>One line of JSON.</summary>
    public string Json() =>
        CliJson.Compact(
            new TokensJson(
                Encoded,
                Decoded,
                [
                    .. Chats.Select(chat => new RenderedChatJson
                    {
                        Text = chat.Text,
                        Ids = chat.Ids,
                        Error = chat.Error,
                    }),
                ]
            )
        );

    public void WriteTables(TokensInput input, TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (input.Texts.Count > 0)
        {
            var texts = new Table().AddColumns("Text", "Tokens", "Ids");
            for (int i = 0; i < input.Texts.Count; i++)
            {
                texts.AddRow(new Text(Shown(input.Texts[i])), new Text($"{Encoded[i].Length}"), new Text(string.Join(' ', Encoded[i])));
            }

            console.Write(texts);
        }

        if (Chats.Count > 0)
        {
            var chats = new Table().AddColumns("Conversation", "Tokens", "Ids or error");
            foreach (TokensRendering chat in Chats)
            {
                chats.AddRow(
                    new Text(Shown(chat.Text ?? "")),
                    new Text($"{chat.Ids?.Length}"),
                    new Text(chat.Error is string error ? Shown(error) : string.Join(' ', chat.Ids!))
                );
            }

            console.Write(chats);
        }
    }

    private static TokensRendering Render(Lazy<ChatFormat?> format, TokensChat chat)
    {
        try
        {
            return format.Value is { } found
                ? new(found.Render(chat.Messages, chat.AddGenerationPrompt), found.Encode(chat.Messages, chat.AddGenerationPrompt), null)
                : new(null, null, "the model has no chat template");
        }
        catch (BadInputException error)
        {
            return new(null, null, OptionNames.In(error.Text));
        }
    }

    /// <summary>A text for a terminal: line ends as ↵, other control characters as U+FFFD.</summary>
    private static string Shown(string text) =>
        string.Concat(
            text.Replace("\n", "↵", StringComparison.Ordinal).Select(character => char.IsControl(character) ? '\uFFFD' : character)
        );
}
