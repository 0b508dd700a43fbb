using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints;

/// <summary>Opens a folder: Hugging Face safetensors, or else its only GGUF, which may be split.</summary>
internal static class FolderCheckpoint
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    public static Checkpoint Open(string folder)
    {
        bool single = File.Exists(Path.Combine(folder, Single));
        if (single || File.Exists(Path.Combine(folder, Index)))
        {
            return OpenSafetensors(folder, single);
        }

        string[] ggufs = Ggufs(folder);
        return ggufs switch
        {
            [var only] => GgufCheckpoint.Open(folder, only, folder),
            [var part, ..] when GgufSplit.AreOneSet(ggufs) => GgufCheckpoint.Open(folder, part, folder),
            [] => throw new BadInputException(
                folder,
                "holds no weights",
                $"{Single}, {Index} or one GGUF",
                "Convert other formats (pytorch_model.bin) to safetensors."
            ),
            _ => throw new BadInputException(
                folder,
                $"holds {ggufs.Length} GGUF files ({BadInputException.Show(string.Join(", ", ggufs.Select(Path.GetFileName)))})",
                "one",
                "Give the path of the file that is meant."
            ),
        };
    }

    private static string[] Ggufs(string folder)
    {
        try
        {
            return
            [
                .. Directory
                    .EnumerateFiles(folder)
                    .Where(file => file.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                folder,
                $"cannot be listed ({BadInputException.Show(error.Message)})",
                "a readable folder",
                inner: error
            );
        }
    }

    private static Checkpoint OpenSafetensors(string folder, bool single)
    {
        (ModelConfig config, Architecture architecture) = ConfigFile.Read(folder);
        var files = new List<SafetensorsFile>();
        try
        {
            IEnumerable<TensorEntry> tensors;
            if (single)
            {
                files.Add(SafetensorsFile.Open(Path.Combine(folder, Single)));
                tensors = files[0].Tensors.Values;
            }
            else
            {
                tensors = ShardIndex.Open(Path.Combine(folder, Index), files);
            }

            return new Checkpoint(
                folder,
                "safetensors",
                config,
                architecture,
                TextTensors.Rename(folder, tensors, config.TiedEmbeddings, architecture.Rename),
                files.Select(file => file.File)
            )
            {
                TokenizerFolder = TokenizerFolder(folder),
            };
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>The folder when it has a tokenizer.json, else null.</summary>
    internal static string? TokenizerFolder(string folder) => File.Exists(Path.Combine(folder, "tokenizer.json")) ? folder : null;
}
