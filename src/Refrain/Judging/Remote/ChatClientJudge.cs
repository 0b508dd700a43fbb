using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Refrain.Judging.Remote;

/// <summary>Judges by asking a model behind any chat client; the client stays the caller's.</summary>
/// <remarks>
/// Nothing is kept and nothing tried again: a client with a cache and retries does that. What the model does not answer, or not so that a
/// verdict can be read, is unjudged, with the reason. It may be called from several threads where the client may.
/// </remarks>
public sealed class ChatClientJudge : IJudge
{
    private readonly IChatClient client;
    private readonly JudgeFormat format;
    private readonly string? model;

    /// <param name="client">Whom to ask.</param>
    /// <param name="prompt">How.</param>
    /// <param name="model">The model's name at the client; null: the client's own.</param>
    public ChatClientJudge(IChatClient client, JudgePrompt prompt, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(prompt);
        (this.client, format, this.model) = (client, prompt.Format, model);
        var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        string name = model ?? metadata?.DefaultModelId ?? client.GetType().Name;
        Name = $"{format.Name} ({name})";
        byte[] hash = SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join("\n", format.Name, format.Version, metadata?.ProviderName, metadata?.ProviderUri, name))
        );
        Version = $"{format.Name}-{format.Version}-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Of the format, the client's provider and its model; of a client that names neither, of its type.</summary>
    public string Version { get; }

    /// <inheritdoc/>
    public Judgement Judge(JudgeInput input, CancellationToken cancel = default) =>
        JudgeAsync(input, cancel).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask<Judgement> JudgeAsync(JudgeInput input, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (format.Unasked(input) is { } known)
        {
            return known;
        }

        ChatMessage[] messages =
        [
            .. format.Turns(JudgeRequest.Cut(input)).Select(turn => new ChatMessage(new ChatRole(turn.Role), turn.Content)),
        ];
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = format.MaximumTokens,
            ModelId = model,
        };
        try
        {
            var answer = await client.GetResponseAsync(messages, options, cancel).ConfigureAwait(false);
            return format.Read(answer.Text, input);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            // A judge never fails on one response, whatever its client throws.
            return JudgeFormat.Verdict(Outcome.Unjudged, $"not answered: {BadInputException.Show(error.Message)}");
        }
    }
}
