using System.Text.Json;

namespace Refrain.Checkpoints.Configs;

/// <summary>Finds the text model's part of a config.json and hands it to its architecture.</summary>
internal static class ConfigFile
{
    /// <summary>Reads <c>config.json</c>, and <c>generation_config.json</c> for its end tokens.</summary>
    public static (ModelConfig Config, Architecture Architecture) Read(string folder)
    {
        using JsonDocument document = JsonFile.Parse(Path.Combine(folder, "config.json"));
        string generation = Path.Combine(folder, "generation_config.json");
        using JsonDocument? settings = File.Exists(generation) ? JsonFile.Parse(generation) : null;
        return Read(
            new ConfigSection(Path.Combine(folder, "config.json"), document.RootElement),
            settings is null ? null : new ConfigSection(generation, settings.RootElement)
        );
    }

    /// <summary>Reads the two files' objects; the second may be absent.</summary>
    public static (ModelConfig Config, Architecture Architecture) Read(ConfigSection whole, ConfigSection? generation)
    {
        ConfigSection? nested = whole.Section("text_config");
        string type = ModelType(whole, nested);
        Architecture architecture = Architectures.OfModelType($"{whole.Place}: model_type", type);
        RefuseQuantised(whole);
        RefuseQuantised(nested ?? whole);
        var section = new ConfigSection((nested ?? whole).Place, (nested ?? whole).Element, nested is null ? null : whole)
        {
            EndTokens = EndTokens(whole, nested, generation),
        };
        ModelConfig config = architecture.FromJson(section);
        section.RefuseUnknown(architecture.Name);
        return (Limits.Check(config, section.Place), architecture);
    }

    private static string ModelType(ConfigSection whole, ConfigSection? nested)
    {
        string type = nested?.String("model_type")
            ?? whole.String("model_type")
            ?? throw new BadInputException(
                $"{whole.Place}: model_type",
                "is missing",
                Architectures.Supported,
                "Download config.json again."
            );
        return type.EndsWith("_text", StringComparison.Ordinal) ? type[..^5] : type;
    }

    private static void RefuseQuantised(ConfigSection section)
    {
        if (section.Section("quantization_config") is { } quantised)
        {
            throw new BadInputException(
                $"{section.Place}: quantization_config",
                $"names weights quantised with {BadInputException.Show(quantised.String("quant_method") ?? "an unnamed method")}, "
                    + $"which is not supported",
                "weights in F32, F16 or BF16",
                "Use the original checkpoint, or a GGUF file of it."
            );
        }
    }

    private static int[] EndTokens(params IEnumerable<ConfigSection?> sections) =>
        [.. sections.OfType<ConfigSection>().SelectMany(section => section.Ids("eos_token_id")).Distinct().Order()];
}
