using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Refrain.Inference;

namespace Refrain.LanguageModels;

/// <summary>A language model as a chat client, steered if wanted.</summary>
/// <remarks>
/// It decodes greedily and keeps no conversations. What a caller asks for and would not get is refused with a
/// <see cref="NotSupportedException"/>: sampling (a temperature above 0), penalties, tools, answers held to JSON, stored conversations,
/// another model, contents that are no text. What changes nothing for greedy decoding is left aside: <see cref="ChatOptions.TopP"/> and
/// <see cref="ChatOptions.TopK"/> (the likeliest token is always among those that they leave), <see cref="ChatOptions.Seed"/> (there is
/// nothing random), and <see cref="ChatOptions.Reasoning"/> (the chat template decides, see <see cref="LanguageModelOptions.Template"/>).
/// Safe for use by many threads; disposing it leaves the model open.
/// </remarks>
public sealed class LanguageModelChatClient : IChatClient
{
    private readonly LanguageModel model;
    private readonly Intervention? intervention;
    private readonly ChatClientMetadata metadata;

    /// <param name="model">The model, which stays the caller's.</param>
    /// <param name="intervention">What is done to it while it answers, or null.</param>
    public LanguageModelChatClient(LanguageModel model, Intervention? intervention = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (this.model, this.intervention) = (model, intervention);
        metadata = new ChatClientMetadata("refrain", providerUri: null, model.Name);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (Refused(options) is { } refused)
        {
            throw new NotSupportedException($"{refused}. {model.Name} runs in this process, and decodes greedily.");
        }

        int[] prompt = model.EncodePrompt(Turns(messages, options?.Instructions));
        var generation = new GenerationOptions { Intervention = intervention };
        return Updates(
            prompt,
            options?.MaxOutputTokens is { } most ? generation with { MaximumNewTokens = most } : generation,
            [.. (options?.StopSequences ?? []).Where(stop => stop.Length > 0)],
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(metadata) ? metadata
            : serviceType.IsInstanceOfType(model) ? model
            : null;
    }

    /// <summary>Does nothing: the model is its owner's to dispose.</summary>
    public void Dispose() { }

    private async IAsyncEnumerable<ChatResponseUpdate> Updates(
        int[] prompt,
        GenerationOptions options,
        string[] stops,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        string id = Guid.NewGuid().ToString("N");
        ChatResponseUpdate Update(IList<AIContent> contents) =>
            new(ChatRole.Assistant, contents)
            {
                ResponseId = id,
                MessageId = id,
                ModelId = model.Name,
                CreatedAt = DateTimeOffset.UtcNow,
            };
        var text = new StopText(stops);
        int tokens = 0;
        bool ended = false;
        await foreach (var piece in model.ContinueAsync(prompt, options, cancel).ConfigureAwait(false))
        {
            tokens += piece.Token is null ? 0 : 1;
            ended = piece.Ended ?? false;
            string said = text.Add(piece.Text, last: piece.Token is null);
            if (piece.Thinking.Length > 0)
            {
                yield return Update([new TextReasoningContent(piece.Thinking)]);
            }

            if (said.Length > 0)
            {
                yield return Update([new TextContent(said)]);
            }

            if (text.Stopped)
            {
                break;
            }
        }

        var usage = new UsageDetails
        {
            InputTokenCount = prompt.Length,
            OutputTokenCount = tokens,
            TotalTokenCount = prompt.Length + tokens,
        };
        var end = Update([new UsageContent(usage)]);
        end.FinishReason = ended || text.Stopped ? ChatFinishReason.Stop : ChatFinishReason.Length;
        yield return end;
    }

    /// <summary>What of the options cannot be done, or null.</summary>
    private string? Refused(ChatOptions? options) =>
        options switch
        {
            null => null,
            { Temperature: > 0 } => "A temperature above 0 asks for sampling",
            { FrequencyPenalty: not (null or 0) } or { PresencePenalty: not (null or 0) } =>
                "Penalties change which token is the likeliest",
            { Tools.Count: > 0 } => "Tools cannot be called",
            { ResponseFormat: ChatResponseFormatJson } => "Answers cannot be held to JSON",
            { ConversationId: not null } => "Conversations are not stored: send all messages",
            { ContinuationToken: not null } => "There are no background responses to continue",
            { MaxOutputTokens: < 1 } => "An answer has at least one token",
            { ModelId: { } other } when other != model.Name => $"The model {other} is not this client's",
            _ => null,
        };

    private static List<(string Role, string Content)> Turns(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var turns = new List<(string Role, string Content)>();
        if (!string.IsNullOrEmpty(instructions))
        {
            turns.Add(("system", instructions));
        }

        foreach (var message in messages)
        {
            if (message.Role != ChatRole.System && message.Role != ChatRole.User && message.Role != ChatRole.Assistant)
            {
                throw new NotSupportedException($"A message is of the role {message.Role}: only system, user and assistant are known.");
            }

            // What the model thought before earlier answers is no part of the conversation.
            if (
                message.Contents.FirstOrDefault(content => content is not (TextContent or TextReasoningContent or UsageContent)) is
                { } other
            )
            {
                throw new NotSupportedException($"A message holds {other.GetType().Name}: only text is understood.");
            }

            // Instructions and a system turn of the conversation are one: templates know one system turn, at the beginning.
            if (message.Role == ChatRole.System && turns is [("system", var before)])
            {
                turns[0] = ("system", $"{before}\n\n{message.Text}");
            }
            else
            {
                turns.Add((message.Role.Value, message.Text));
            }
        }

        return turns.Count > 0 ? turns : throw new ArgumentException("There is no message to answer.", nameof(messages));
    }
}
