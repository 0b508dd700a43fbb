using System.Text.Json;

namespace Refrain.Checkpoints.Configs;

/// <summary>Finds the text model's part of a config.json and hands it to its architecture.</summary>
internal static class ConfigFile
{
    private const int MaximumBytes = 16 << 20;

    /// <summary>Reads <c>config.json</c>, and <c>generation_config.json</c> for its end tokens.</summary>
    public static (ModelConfig Config, Architecture Architecture) Read(string folder)
    {
        using JsonDocument document = Parse(Path.Combine(folder, "config.json"));
        var whole = new ConfigSection("config.json", document.RootElement);
        ConfigSection? nested = whole.Section("text_config");
        string type = ModelType(whole, nested);
        Architecture architecture = Architectures.OfModelType($"{whole.Place}: model_type", type);
        RefuseQuantised(whole);
        RefuseQuantised(nested ?? whole);
        var section = new ConfigSection(
            nested?.Place ?? whole.Place,
            nested is null ? document.RootElement : document.RootElement.GetProperty("text_config"),
            nested is null ? null : whole)
        {
            EndTokens = EndTokens(folder, whole, nested),
        };
        ModelConfig config = architecture.FromJson(section);
        return (Limits.Check(config, section.Place), architecture);
    }

    /// <summary>Parses a JSON file whose root is an object; duplicate members, deep nesting and other text are refused.</summary>
    public static JsonDocument Parse(string path, int maximumBytes = MaximumBytes)
    {
        string name = Path.GetFileName(path);
        try
        {
            if (new FileInfo(path) is { Exists: true } file && ((file.ResolveLinkTarget(true) as FileInfo) ?? file).Length > maximumBytes)
            {
                throw new BadInputException(path, $"has more than {maximumBytes} bytes", $"a {name} of usual size");
            }

            byte[] bytes = File.ReadAllBytes(path);
            var options = new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false };
            ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
            JsonDocument document = JsonDocument.Parse(text, options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw new BadInputException(path, "holds no JSON object", "an object");
        }
        catch (JsonException error)
        {
            throw new BadInputException(path, $"is not valid JSON ({BadInputException.Show(error.Message)})", "a JSON object", "Download the file again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read ({BadInputException.Show(error.Message)})", "a readable file", inner: error);
        }
    }

    private static string ModelType(ConfigSection whole, ConfigSection? nested)
    {
        string type = nested?.String("model_type") ?? whole.String("model_type")
            ?? throw new BadInputException($"{whole.Place}: model_type", "is missing", Architectures.Supported, "Download config.json again.");
        return type.EndsWith("_text", StringComparison.Ordinal) ? type[..^5] : type;
    }

    private static void RefuseQuantised(ConfigSection section)
    {
        if (section.Section("quantization_config") is { } quantised)
        {
            throw new BadInputException(
                $"{section.Place}: quantization_config",
                $"names weights quantised with {BadInputException.Show(quantised.String("quant_method") ?? "an unnamed method")}, which is not supported",
                "weights in F32, F16 or BF16",
                "Use the original checkpoint, or a GGUF file of it.");
        }
    }

    private static int[] EndTokens(string folder, ConfigSection whole, ConfigSection? nested)
    {
        const string Name = "eos_token_id";
        IEnumerable<int> ids = whole.Ids(Name).Concat(nested?.Ids(Name) ?? []);
        string generation = Path.Combine(folder, "generation_config.json");
        if (File.Exists(generation))
        {
            using JsonDocument document = Parse(generation);
            ids = ids.Concat([.. new ConfigSection("generation_config.json", document.RootElement).Ids(Name)]);
        }

        return [.. ids.Distinct().Order()];
    }
}
