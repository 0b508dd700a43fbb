using System.Security.Cryptography;
using System.Text;

namespace Refrain.Tokens;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatMessage(string Role, string Content);

/// <summary>Renders a template with its variables.</summary>
internal delegate string ChatTemplate(IReadOnlyDictionary<string, object?> variables);

/// <summary>A tokenizer and its chat template: conversations to text, and to ids.</summary>
public sealed class ChatFormat
{
    private readonly Tokenizer tokenizer;
    private readonly ChatTemplate template;
    private readonly Lazy<string> hash;

    internal ChatFormat(Tokenizer tokenizer, string source, ChatTemplate template)
    {
        (this.tokenizer, this.template) = (tokenizer, template);
        hash = new(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tokenizer.Hash}\n{source}"))));
    }

    /// <summary>The format of a tokenizer with the template that came with it; null without one.</summary>
    /// <exception cref="BadInputException">The template is malformed.</exception>
    public static ChatFormat? For(Tokenizer tokenizer) => For(tokenizer, tokenizer.ChatTemplate, tokenizer.ChatTemplatePlace);

    /// <summary>The format of a tokenizer with a template; null when there is none.</summary>
    /// <param name="tokenizer">Reads what the template writes, and names the special tokens that it uses.</param>
    /// <param name="templateSource">The template in Jinja; null: there is none.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="BadInputException">The template is malformed.</exception>
    public static ChatFormat? For(Tokenizer tokenizer, string? templateSource, string place) => For(tokenizer, templateSource, place, ChatTemplates.Parse);

    /// <summary>The format of a tokenizer with a template, parsed as <paramref name="parse"/> does; null without a template.</summary>
    internal static ChatFormat? For(Tokenizer tokenizer, string? source, string place, Func<string, string, ChatTemplate> parse) =>
        source is null ? null : new ChatFormat(tokenizer, source, parse(source, place));

    /// <summary>SHA-256, in lower-case hexadecimal, of the tokenizer's hash and the template.</summary>
    public string Hash => hash.Value;

    /// <summary>The conversation as the model reads it, special tokens included.</summary>
    /// <param name="messages">The turns, in order.</param>
    /// <param name="addGenerationPrompt">Ends with the opening of the model's answer.</param>
    /// <exception cref="BadInputException">The template refuses the conversation, or cannot be rendered.</exception>
    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt)
    {
        // As transformers does: the named special tokens, and nulls for what this product never gives.
        Dictionary<string, object?> variables = tokenizer.Special.Named.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal);
        if (tokenizer.Special.Additional.Count > 0)
        {
            variables["additional_special_tokens"] = tokenizer.Special.Additional.Cast<object?>().ToList();
        }

        variables["tools"] = null;
        variables["documents"] = null;
        variables["messages"] = messages.Select(message => (object?)new Dictionary<string, object?> { ["role"] = message.Role, ["content"] = message.Content }).ToList();
        variables["add_generation_prompt"] = addGenerationPrompt;
        return template(variables);
    }

    /// <summary>The ids of the rendered conversation; no special token is added to what the template writes.</summary>
    public int[] Encode(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt) => tokenizer.Encode(Render(messages, addGenerationPrompt));
}
