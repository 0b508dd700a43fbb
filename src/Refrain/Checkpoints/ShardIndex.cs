using System.Text.Json;

namespace Refrain.Checkpoints;

/// <summary>Reads <c>model.safetensors.index.json</c>: which shard holds which tensor.</summary>
internal static class ShardIndex
{
    private const int MaximumBytes = 64 << 20;

    /// <summary>Opens the shards into <paramref name="files"/> and returns the tensors that the index names.</summary>
    public static IReadOnlyList<TensorEntry> Open(string path, List<SafetensorsFile> files)
    {
        using JsonDocument document = JsonFile.Parse(path, MaximumBytes);
        if (!document.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException(
                $"{path}: weight_map",
                "is missing or no object",
                "tensor names with their files",
                "Download the file again."
            );
        }

        string folder = Path.GetDirectoryName(path)!;
        var shards = new Dictionary<string, SafetensorsFile>();
        var tensors = new List<TensorEntry>();
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string shard = ShardName(path, entry);
            if (!shards.TryGetValue(shard, out SafetensorsFile? file))
            {
                file = SafetensorsFile.Open(Path.Combine(folder, shard));
                files.Add(file);
                shards.Add(shard, file);
            }

            tensors.Add(
                file.Tensors.TryGetValue(entry.Name, out TensorEntry? tensor)
                    ? tensor
                    : throw new BadInputException(
                        file.Path,
                        $"has no tensor {BadInputException.Show(entry.Name)}",
                        $"the tensors that {Path.GetFileName(path)} names",
                        "Download the shard again."
                    )
            );
        }

        return tensors;
    }

    private static string ShardName(string path, JsonProperty entry)
    {
        string? name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
        bool plain =
            name is { Length: > 0 } && name.EndsWith(".safetensors", StringComparison.Ordinal) && name.AsSpan().IndexOfAny("/\\:\0") < 0;
        return plain
            ? name!
            : throw new BadInputException(
                $"{path}: {BadInputException.Show(entry.Name)}",
                $"lies in {BadInputException.Show(entry.Value)}",
                "the name of a .safetensors file in the same folder"
            );
    }
}
