using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Runs;

/// <summary>Reads and writes <c>manifest.json</c>, which says what a run folder is.</summary>
internal static class ManifestFile
{
    public const string Name = "manifest.json";

    // Real ones have a few kilobytes; the rest of the limit is for many languages and long names.
    private const int LargestBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Names and paths are written as they are, not as \u escapes: the file is for people, and never embedded in HTML.
    private static readonly ManifestJsonContext Readable = new(
        new JsonSerializerOptions(ManifestJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public static void Write(string folder, RunManifest manifest, Action? beforeRename = null) =>
        AtomicFile.Write(
            folder,
            Name,
            stream =>
            {
                // JSON would silently replace an unpaired surrogate, and the key would no longer match: better an ArgumentException now.
                foreach (var (name, value) in manifest.Determines.Concat(manifest.Information))
                {
                    Strict.GetByteCount(name);
                    Strict.GetByteCount(value);
                }

                JsonSerializer.Serialize(
                    stream,
                    new ManifestJson(
                        manifest.SchemaVersion,
                        manifest.RefrainVersion,
                        manifest.Key,
                        manifest.Determines,
                        manifest.Information
                    ),
                    Readable.ManifestJson
                );
                if (stream.Position > LargestBytes)
                {
                    throw new ArgumentException(
                        $"A manifest of {stream.Position} bytes would not be read again: at most {LargestBytes}, so hash long values.",
                        nameof(manifest)
                    );
                }
            },
            beforeRename
        );

    /// <summary>The run's manifest, or null when the folder has none.</summary>
    /// <exception cref="BadInputException">The file is damaged, was changed by hand, or has a schema_version that this program does not
    /// know.</exception>
    public static RunManifest? Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        if (file.Length > LargestBytes)
        {
            throw Damaged(path, $"has {file.Length} bytes", $"at most {LargestBytes}");
        }

        try
        {
            using var json = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 }
            );
            return Parse(path, json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged(path, $"cannot be read ({BadInputException.Show(error.Message)})", "the JSON that refrain wrote", error);
        }
    }

    private static RunManifest Parse(string path, JsonElement root)
    {
        int version = Member(path, root, "schema_version").GetInt32();
        RunErrors.RequireSchemaVersion($"{path}: schema_version", version);
        var manifest = new RunManifest(
            ReadString(path, root, "refrain_version"),
            ReadStrings(path, root, "determines"),
            ReadStrings(path, root, "information")
        )
        {
            SchemaVersion = version,
        };
        string key = ReadString(path, root, "key");
        return key == manifest.Key
            ? manifest
            : throw Damaged($"{path}: key", $"is {BadInputException.Show(key)}", $"{manifest.Key}, which its \"determines\" give");
    }

    private static JsonElement Member(string path, JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) ? member : throw Damaged($"{path}: {name}", "is missing", "a value");

    private static string ReadString(string path, JsonElement parent, string name) =>
        Member(path, parent, name).GetString() ?? throw Damaged($"{path}: {name}", "is null", "a text");

    private static OrderedDictionary<string, string> ReadStrings(string path, JsonElement parent, string name)
    {
        var strings = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Member(path, parent, name).EnumerateObject())
        {
            strings.Add(
                entry.Name,
                entry.Value.GetString() ?? throw Damaged($"{path}: {name}.{BadInputException.Show(entry.Name)}", "is null", "a text")
            );
        }

        return strings;
    }

    private static BadInputException Damaged(string place, string problem, string expected, Exception? inner = null) =>
        new(place, problem, expected, "Restore the file from a copy, or delete the run's folder and start again.", inner);
}

/// <summary><c>manifest.json</c>.</summary>
internal sealed record ManifestJson(
    int SchemaVersion,
    string RefrainVersion,
    string Key,
    IReadOnlyDictionary<string, string> Determines,
    IReadOnlyDictionary<string, string> Information
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ManifestJson))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
