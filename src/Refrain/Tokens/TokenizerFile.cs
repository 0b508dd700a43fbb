using System.Text;
using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Reads the parts of a tokenizer from a tokenizer.json.</summary>
/// <remarks>The two great lists, vocabulary and merges, are read from the bytes as they pass; only the small parts become a
/// document.</remarks>
internal static class TokenizerFile
{
    /// <summary>The greatest file that is read; the greatest known is a tenth of it.</summary>
    private const long LongestFile = 400L << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="BadInputException">The file is missing, malformed, or names a part that is not supported.</exception>
    public static TokenizerParts Read(string path) => Read(ReadBytes(path), path);

    public static TokenizerParts Read(ReadOnlyMemory<byte> json, string place)
    {
        if (json.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[3..];
        }

        try
        {
            return Build(json, place);
        }
        catch (JsonException error)
        {
            throw new BadInputException(place, $"is not JSON: {error.Message}", "a tokenizer.json", "Download the file again.", error);
        }
        catch (InvalidOperationException error)
        {
            throw new BadInputException(
                place,
                "holds half of a surrogate pair or malformed UTF-8",
                "text in UTF-8",
                "Download the file again.",
                error
            );
        }
    }

    /// <summary>All bytes of a file of bounded size.</summary>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= LongestFile
                ? File.ReadAllBytes(path)
                : throw new BadInputException(path, $"is {length} bytes long", $"at most {LongestFile}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {error.Message}", inner: error);
        }
    }

    private static TokenizerParts Build(ReadOnlyMemory<byte> json, string place)
    {
        var sections = JsonSections.Read(json, place);
        if (!sections.TryGetValue("model", out ReadOnlyMemory<byte> model))
        {
            throw new BadInputException(
                $"{place}: model",
                "is missing",
                "a tokenizer.json with a model",
                "Sentencepiece's tokenizer.model is another format."
            );
        }

        JsonPart Part(string name) =>
            new(
                sections.TryGetValue(name, out ReadOnlyMemory<byte> bytes) ? JsonDocument.Parse(bytes, Strict).RootElement : default,
                $"{place}: {name}"
            );
        JsonPart normalizer = Part("normalizer"),
            preTokenizer = Part("pre_tokenizer"),
            postProcessor = Part("post_processor"),
            decoder = Part("decoder");
        ITokenModel tokens = TokenModels.Read(new(JsonSections.Read(model, $"{place}: model"), $"{place}: model"));
        JsonPart added = Part("added_tokens");
        return new TokenizerParts
        {
            Place = place,
            Added = added.IsNull
                ? []
                :
                [
                    .. (added.Element.ValueKind == JsonValueKind.Array ? added.Items() : throw added.Wrong("a list")).Select(token =>
                        AddedToken.Read(token)
                    ),
                ],
            Normalize = Normalizers.Read(normalizer),
            PreTokenize = PreTokenizers.Read(preTokenizer),
            Model = tokens,
            Surroundings = PostProcessors.Read(postProcessor),
            Decode = Decoders.Read(decoder),
            Description = string.Join(
                '\n',
                new[] { normalizer, preTokenizer, postProcessor, decoder }.Select(part =>
                    part.IsNull ? "null" : JsonSerializerText(part.Element)
                )
            ),
        };
    }

    /// <summary>The value without white space, so that formatting does not change the hash.</summary>
    private static string JsonSerializerText(JsonElement element)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            element.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
