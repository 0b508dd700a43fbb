using System.Text.Json;

namespace Refrain.Checkpoints;

/// <summary>Reads a JSON file that may be hostile.</summary>
internal static class JsonFile
{
    private const int MaximumBytes = 16 << 20;
    private const int MaximumDepth = 32;

    /// <summary>
    /// Parses a file whose root is an object. Duplicate members, deep nesting, text that is no UTF-8 and over-long files are refused.
    /// </summary>
    public static JsonDocument Parse(string path, int maximumBytes = MaximumBytes)
    {
        try
        {
            return Parse(path, ReadBytes(path, maximumBytes));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new BadInputException(path, $"cannot be read ({BadInputException.Show(error.Message)})", "a readable file", inner: error);
        }
    }

    /// <summary>The same for a file's bytes.</summary>
    public static JsonDocument Parse(string path, byte[] bytes)
    {
        JsonDocument? document = null;
        try
        {
            ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
            document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false });
            DecodeStrings(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException("its root is no object");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            throw new BadInputException(
                path,
                $"is not valid JSON ({BadInputException.Show(error.Message)})",
                "a JSON object",
                "Download the file again.",
                error
            );
        }
    }

    private static byte[] ReadBytes(string path, int maximumBytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (!stream.CanSeek || stream.Length > maximumBytes)
        {
            throw new BadInputException(path, $"is no plain file of at most {maximumBytes} bytes", "a file of usual size");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Decodes every name and string once: a lone surrogate or a byte that is no UTF-8 would throw only when read.</summary>
    private static void DecodeStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    DecodeStrings(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    DecodeStrings(member.Value);
                }

                break;
        }
    }
}
