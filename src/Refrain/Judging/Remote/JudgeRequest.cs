using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Refrain.Judging.Remote;

/// <summary>The body of a request, and the name under which its answer is kept.</summary>
internal static class JudgeRequest
{
    /// <summary>Characters of a prompt and of a response that are sent.</summary>
    public const int LongestText = 16_000;

    /// <summary>The same settings and input give the same bytes; nothing random is asked for.</summary>
    public static byte[] Body(RemoteJudgeSettings settings, JudgeFormat format, JudgeApi api, JudgeInput input)
    {
        input = Cut(input);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("model", settings.Model);
            if (api == JudgeApi.Chat)
            {
                writer.WriteStartArray("messages");
                foreach (var turn in format.Turns(input))
                {
                    writer.WriteStartObject();
                    writer.WriteString("role", turn.Role);
                    writer.WriteString("content", turn.Content);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }
            else
            {
                writer.WriteString("prompt", format.Text!(input));
            }

            Unless(settings, "temperature", name => writer.WriteNumber(name, 0));
            Unless(settings, "max_tokens", name => writer.WriteNumber(name, format.MaximumTokens));
            foreach (
                var (name, value) in settings
                    .Options.Where(option => option.Value.ValueKind != JsonValueKind.Null)
                    .OrderBy(option => option.Key, StringComparer.Ordinal)
            )
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The input as it is sent: texts of at most <see cref="LongestText"/> characters, without half characters.</summary>
    public static JudgeInput Cut(JudgeInput input) =>
        input with
        {
            Response = Whole(input.Response),
            Prompt = input.Prompt is { } prompt ? Whole(prompt) : null,
        };

    /// <summary>
    /// 64 hexadecimal digits of the hash of all that determines an answer: the address, and the body with model, text and options.
    /// </summary>
    public static string Key(Uri address, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(address.AbsoluteUri + "\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Unless(RemoteJudgeSettings settings, string name, Action<string> write)
    {
        if (!settings.Options.ContainsKey(name))
        {
            write(name);
        }
    }

    // Cut, and with U+FFFD for unpaired surrogates, which UTF-8 cannot hold.
    private static string Whole(string text) => string.Concat((text.Length > LongestText ? text[..LongestText] : text).EnumerateRunes());
}
