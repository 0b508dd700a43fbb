using System.Text.Json;
using Refrain.Ground.Net;

namespace Refrain.Judging.Remote;

/// <summary>What an endpoint answered.</summary>
/// <param name="Text">The model's words.</param>
/// <param name="Tokens">Tokens of request and answer, where the endpoint says.</param>
internal readonly record struct JudgeAnswer(string Text, long? Tokens)
{
    /// <summary>Reads the JSON of <c>/chat/completions</c> or <c>/completions</c>; hostile.</summary>
    /// <exception cref="TransientException">It is no such JSON.</exception>
    /// <exception cref="JudgeRefusalException">It holds no words.</exception>
    public static JudgeAnswer Read(ReadOnlyMemory<byte> json, string host)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (
                !document.RootElement.TryGetProperty("choices", out var choices)
                && document.RootElement.TryGetProperty("error", out var error)
            )
            {
                throw new TransientException($"{host} answered with an error: {BadInputException.Show(error.GetRawText())}");
            }

            var choice = choices[0];
            long? tokens =
                document.RootElement.TryGetProperty("usage", out var usage)
                && usage.ValueKind == JsonValueKind.Object
                && usage.TryGetProperty("total_tokens", out var total)
                && total.TryGetInt64(out long count)
                && count >= 0
                    ? count
                    : null;
            string? text = (
                choice.TryGetProperty("message", out var message) ? message.GetProperty("content") : choice.GetProperty("text")
            ).GetString();
            return string.IsNullOrWhiteSpace(text)
                ? throw new JudgeRefusalException(
                    $"{host} answered without "
                        + $"words{(choice.TryGetProperty("finish_reason", out var reason) ? $" ({BadInputException.Show(reason)})" : "")}",
                    null
                )
                : new JudgeAnswer(text, tokens);
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException
            )
        {
            throw new TransientException($"{host} answered with something else than a completion", inner: error);
        }
    }
}

/// <summary>The endpoint will not judge this response, and would not if it were asked again.</summary>
/// <param name="message">Why.</param>
/// <param name="status">The HTTP status, or null.</param>
internal sealed class JudgeRefusalException(string message, int? status) : Exception(message)
{
    /// <summary>The HTTP status, or null.</summary>
    public int? Status { get; } = status;
}
