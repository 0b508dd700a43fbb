using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints;

/// <summary>Opens a GGUF file, alone or in a folder with Hugging Face's config.json.</summary>
internal static class GgufCheckpoint
{
    /// <param name="path">What was opened: the file or its folder.</param>
    /// <param name="file">The GGUF, or any part of a split one.</param>
    /// <param name="folder">The folder whose config.json and tokenizer.json count, or null.</param>
    public static Checkpoint Open(string path, string file, string? folder) => Open(path, GgufFile.Open(file), folder);

    /// <summary>Makes a checkpoint of an open file, which it owns from here on.</summary>
    public static Checkpoint Open(string path, GgufFile gguf, string? folder)
    {
        try
        {
            string name = gguf.String("general.architecture")
                ?? throw new BadInputException(
                    $"{gguf.Path}: general.architecture",
                    "is missing",
                    Architectures.Supported,
                    "Convert the model again."
                );
            Architecture architecture = Architectures.OfGguf($"{gguf.Path}: general.architecture", name);
            ModelConfig config = Limits.Check(architecture.FromGguf!(new GgufSection(gguf, name)), gguf.Path);
            RefusePartialPermuted(gguf, architecture, config);
            if (folder is not null && Path.Combine(folder, "config.json") is var configFile && File.Exists(configFile))
            {
                (ModelConfig json, Architecture named) = ConfigFile.Read(folder);
                config = Agreed(gguf, configFile, architecture, config, named, json);
            }

            return new Checkpoint(path, "gguf", config, architecture, GgufNames.Rename(gguf.Path, gguf.Tensors.Values, config), gguf.Files)
            {
                Gguf = gguf,
                TokenizerFolder = folder is null ? null : FolderCheckpoint.TokenizerFolder(folder),
            };
        }
        catch
        {
            gguf.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Which rows a converter would have reordered where only a part of the head turns is not defined, and llama.cpp refuses it too.
    /// </summary>
    private static void RefusePartialPermuted(GgufFile gguf, Architecture architecture, ModelConfig config)
    {
        if (architecture.GgufPermutesQueryAndKey && config.Rope.RotaryDimension != 0)
        {
            throw new BadInputException(
                $"{gguf.Path}: {architecture.GgufName}.rope.dimension_count",
                $"is {config.Rope.RotaryDimension}",
                $"{config.HeadDimension}, the head's width",
                "Use the model's Hugging Face folder."
            );
        }
    }

    /// <summary>The configuration of config.json, once the GGUF's keys say the same of every size.</summary>
    private static ModelConfig Agreed(
        GgufFile gguf,
        string configFile,
        Architecture architecture,
        ModelConfig keys,
        Architecture named,
        ModelConfig json
    )
    {
        // Mistral's and Mixtral's files call themselves llama, and differ only in what config.json says.
        Same("architecture", architecture.Name, named.GgufName == architecture.GgufName ? architecture.Name : named.Name);
        Same("number of experts", keys.Experts?.Count ?? 0, json.Experts?.Count ?? 0);
        Same("number of layers", keys.Layers, json.Layers);
        Same("hidden size", keys.HiddenSize, json.HiddenSize);
        Same("intermediate size", keys.IntermediateSize, json.IntermediateSize);
        Same("number of heads", keys.Heads, json.Heads);
        Same("number of key/value heads", keys.KeyValueHeads, json.KeyValueHeads);
        Same("head dimension", keys.HeadDimension, json.HeadDimension);
        Same("vocabulary size", keys.VocabularySize, json.VocabularySize);
        Same("base of the rotary frequencies", (float)keys.Rope.Theta, (float)json.Rope.Theta);

        // A converter may have written the head of a tied model too, rounded otherwise than the table: then the file's own head counts.
        return json with
        {
            TiedEmbeddings = json.TiedEmbeddings && keys.TiedEmbeddings,
            EndTokens = [.. json.EndTokens.Union(keys.EndTokens).Order()],
        };

        void Same<T>(string what, T left, T right)
        {
            if (!Equals(left, right))
            {
                throw new BadInputException(
                    configFile,
                    $"gives the {what} {BadInputException.Show(right)}",
                    $"{BadInputException.Show(left)}, as {Path.GetFileName(gguf.Path)} says",
                    "Put files of the same model together."
                );
            }
        }
    }
}
