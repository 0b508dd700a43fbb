using System.Text.Json;
using System.Text.Unicode;

namespace Refrain.Prompts;

/// <summary>Reads a suite's files with bounds: they may be anything.</summary>
internal static class SuiteFile
{
    /// <summary>Real suites take a few megabytes.</summary>
    public const int MaximumBytes = 64 << 20;

    /// <summary>The largest JSON document, a line or a file: parsed, one of empty lists takes eight times its size.</summary>
    public const int MaximumDocument = 16 << 20;

    /// <summary>In characters; longer than any context that is audited.</summary>
    public const int MaximumText = 100_000;

    public const int MaximumRecords = 200_000;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The file's bytes without a byte order mark; read to the limit and no further, whatever length the file claims.</summary>
    public static ReadOnlyMemory<byte> Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "cannot be read: " + BadInputException.Show(e.Message), inner: e);
        }
    }

    public static ReadOnlyMemory<byte> Read(Stream stream, string place)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int count; (count = stream.Read(buffer)) > 0; )
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > MaximumBytes)
            {
                throw new BadInputException(place, "is larger than 64 MiB", "a suite of at most 64 MiB a file", "Split the suite.");
            }
        }

        var content = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        if (!Utf8.IsValid(content.Span))
        {
            throw new BadInputException(
                $"{place}: line {InvalidLine(content.Span)}",
                "is not UTF-8",
                "UTF-8 text",
                "Convert the file to UTF-8."
            );
        }

        return content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> json, string place) =>
        json.Length <= MaximumDocument
            ? JsonDocument.Parse(json, Json)
            : throw new BadInputException(
                place,
                "is larger than 16 MiB",
                "a file of rows, or a line, of at most 16 MiB",
                "Split the suite."
            );

    /// <summary>The string under a name; null when it is absent or null.</summary>
    public static string? Text(JsonElement row, string name, string place)
    {
        if (!row.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return Text(value, $"{place}: {name}");
    }

    public static string Text(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new BadInputException(place, $"is {value.ValueKind.ToString().ToLowerInvariant()}", "a string");
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // An escaped surrogate without its other half is JSON, and not text.
            throw new BadInputException(place, "holds half of a surrogate pair", "complete characters", inner: e);
        }

        return text.Length <= MaximumText
            ? text
            : throw new BadInputException(place, $"is {text.Length} characters long", $"at most {MaximumText}");
    }

    private static int InvalidLine(ReadOnlySpan<byte> content)
    {
        int line = 1;
        while (content.IndexOf((byte)'\n') is var end && end >= 0 && Utf8.IsValid(content[..end]))
        {
            content = content[(end + 1)..];
            line++;
        }

        return line;
    }
}
