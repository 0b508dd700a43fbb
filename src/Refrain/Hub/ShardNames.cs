using System.Text.Json;

namespace Refrain.Hub;

/// <summary>The shards that a downloaded <c>model.safetensors.index.json</c> names.</summary>
internal static class ShardNames
{
    private const int MaximumBytes = 64 << 20,
        MostShards = 10_000;

    /// <summary>The files, in ordinal order; hostile until <see cref="HubPath.Check"/>.</summary>
    /// <exception cref="BadInputException">It is no index, or too large.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaximumBytes)
            {
                throw new BadInputException(path, $"has {stream.Length} bytes", $"at most {MaximumBytes}");
            }

            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 32 });
            string[] names =
            [
                .. document
                    .RootElement.GetProperty("weight_map")
                    .EnumerateObject()
                    .Select(entry => entry.Value.GetString() ?? "")
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            return
                names.Length is > 0 and <= MostShards
                && names.All(name => name.EndsWith(".safetensors", StringComparison.Ordinal) && !name.Contains('/'))
                ? names
                : throw new BadInputException(
                    $"{path}: weight_map",
                    "names other files than .safetensors beside it",
                    $"1 to {MostShards} shards",
                    "Do not use this repository."
                );
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new BadInputException(
                path,
                $"is no index of shards ({BadInputException.Show(error.Message)})",
                "weight_map with tensor names and their files",
                "Report it to the model's authors.",
                error
            );
        }
    }
}
