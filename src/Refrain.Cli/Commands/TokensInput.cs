using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Cli.Commands;

/// <summary>One conversation to render.</summary>
internal sealed record TokensChat(IReadOnlyList<ChatMessage> Messages, bool AddGenerationPrompt);

/// <summary>What <c>refrain tokens</c> is asked: texts and conversations.</summary>
internal sealed record TokensInput(IReadOnlyList<string> Texts, IReadOnlyList<TokensChat> Chats)
{
    private const long LongestFile = 256L << 20;

    /// <exception cref="BadInputException">The file is missing or malformed.</exception>
    public static TokensInput Read(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > LongestFile)
            {
                throw new BadInputException(path, $"is {length} bytes long", $"at most {LongestFile}");
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonPart root = new(document.RootElement, path);
            return new([.. List(root, "texts").Select(text => text.String())], [.. List(root, "chats").Select(Chat)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BadInputException(path, $"cannot be read: {error.Message}", "a file of JSON with texts or chats", inner: error);
        }
    }

    private static IEnumerable<JsonPart> List(JsonPart root, string name) => root.Part(name).IsNull ? [] : root.Items(name);

    private static TokensChat Chat(JsonPart chat) =>
        new(
            [.. chat.Items("messages").Select(message => new ChatMessage(message.Text("role"), message.Text("content")))],
            chat.Flag("add_generation_prompt", false)
        );
}
