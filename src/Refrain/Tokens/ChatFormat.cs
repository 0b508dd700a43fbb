using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Refrain.Jinja;

namespace Refrain.Tokens;

/// <summary>A tokenizer and its chat template: conversations to text, and to ids.</summary>
internal sealed class ChatFormat
{
    private readonly Tokenizer tokenizer;
    private readonly ChatTemplate template;
    private readonly string source;
    private readonly ChatOptions options;
    private readonly Lazy<string> hash;

    internal ChatFormat(Tokenizer tokenizer, string source, ChatTemplate template)
        : this(tokenizer, source, template, new ChatOptions(), Thinking.None) { }

    private ChatFormat(Tokenizer tokenizer, string source, ChatTemplate template, ChatOptions options, Thinking thinking)
    {
        (this.tokenizer, this.source, this.template, this.options, Thinking) = (tokenizer, source, template, options, thinking);
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
    public static ChatFormat? For(Tokenizer tokenizer, string? templateSource, string place) =>
        For(tokenizer, templateSource, place, ChatTemplates.Parse);

    /// <summary>The format of a tokenizer with a template, parsed as <paramref name="parse"/> does; null without a template.</summary>
    internal static ChatFormat? For(Tokenizer tokenizer, string? source, string place, Func<string, string, ChatTemplate> parse) =>
        source is null ? null : new ChatFormat(tokenizer, source, parse(source, place));

    /// <summary>SHA-256, in lower-case hexadecimal, of the tokenizer's hash and the template.</summary>
    public string Hash => hash.Value;

    /// <summary>True where the template asks for the date.</summary>
    public bool UsesDate => source.Contains("strftime_now", StringComparison.Ordinal);

    /// <summary>What is known of the template's thinking part, and what is done about it.</summary>
    internal Thinking Thinking { get; }

    /// <summary>The same format with options.</summary>
    /// <exception cref="BadInputException">A system turn is given and the template refuses or drops it, or thinking is asked for where none
    /// is known.</exception>
    public ChatFormat With(ChatOptions given)
    {
        var plain = new ChatFormat(tokenizer, source, template, given, Thinking.None);
        if (given.System is not null && plain.SystemTurn() is { } problem)
        {
            throw new BadInputException(
                KnownSettings.SystemTurn,
                problem,
                "a template with a system turn",
                "Leave it out, or put its text in front of the prompts."
            );
        }

        ChatFormat Asking(IReadOnlyDictionary<string, object?> more) =>
            new(
                tokenizer,
                source,
                (variables, now) => template(Joined(variables, more), now),
                given with
                {
                    GenerationPrompt = true,
                },
                Thinking.None
            );
        var thinking = Thinking.Of(source, tokenizer, given, (user, more) =>
            Asking(more).Render([new ChatMessage("user", user)], addGenerationPrompt: true)
        );
        if (thinking.Switch is { } name && given.Thinking is { } mode)
        {
            using var value = JsonDocument.Parse(mode == ThinkingMode.On ? "true" : "false");
            given = given with
            {
                Variables = new SortedDictionary<string, JsonElement>(given.Variables.ToDictionary(), StringComparer.Ordinal)
                {
                    [name] = value.RootElement.Clone(),
                },
            };
        }

        return new ChatFormat(tokenizer, source, template, given, thinking);
    }

    /// <summary>Why a system turn cannot be used, found by rendering one; null: it can.</summary>
    public string? SystemTurn()
    {
        const string Marker = "refrain-system-turn";
        try
        {
            string text = new ChatFormat(tokenizer, source, template, options with { System = Marker }, Thinking.None).Render(
                [new ChatMessage("user", "Hello there")],
                addGenerationPrompt: true
            );
            return text.Contains(Marker, StringComparison.Ordinal)
                ? null
                : "is given, and the chat template drops system turns without a word";
        }
        catch (BadInputException error)
        {
            return $"is given, and the chat template refuses system turns ({error.Message.TrimEnd('.')})";
        }
    }

    /// <summary>The conversation as the model reads it, special tokens included.</summary>
    /// <param name="messages">The turns, in order.</param>
    /// <param name="addGenerationPrompt">Ends with the opening of the model's answer.</param>
    /// <exception cref="BadInputException">The template refuses the conversation, or cannot be rendered.</exception>
    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt)
    {
        addGenerationPrompt &= options.GenerationPrompt;
        if (options.System is { } system && !messages.Any(message => message.Role == "system"))
        {
            messages = [new ChatMessage("system", system), .. messages];
        }

        // As transformers does: the named special tokens, and nulls for what this product never gives.
        Dictionary<string, object?> variables = tokenizer.Special.Named.ToDictionary(
            pair => pair.Key,
            pair => (object?)pair.Value,
            StringComparer.Ordinal
        );
        if (tokenizer.Special.Additional.Count > 0)
        {
            variables["additional_special_tokens"] = tokenizer.Special.Additional.Cast<object?>().ToList();
        }

        variables["tools"] = null;
        variables["documents"] = null;
        foreach ((string name, JsonElement value) in options.Variables)
        {
            variables[name] = JinjaValue.FromJson(value);
        }

        variables["messages"] = messages
            .Select(message => (object?)new Dictionary<string, object?> { ["role"] = message.Role, ["content"] = message.Content })
            .ToList();
        variables["add_generation_prompt"] = addGenerationPrompt;
        return template(variables, options.Date.ToDateTime(TimeOnly.MinValue)) + (addGenerationPrompt ? Thinking.Appended : "");
    }

    /// <summary>The ids of the rendered conversation; no special token is added to what the template writes.</summary>
    public int[] Encode(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt) =>
        tokenizer.Encode(Render(messages, addGenerationPrompt));

    private static Dictionary<string, object?> Joined(
        IReadOnlyDictionary<string, object?> variables,
        IReadOnlyDictionary<string, object?> more
    )
    {
        var all = new Dictionary<string, object?>(variables, StringComparer.Ordinal);
        foreach ((string name, object? value) in more)
        {
            all[name] = value;
        }

        return all;
    }
}
