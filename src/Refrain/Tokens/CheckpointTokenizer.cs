using Refrain.Checkpoints;

namespace Refrain.Tokens;

/// <summary>
/// The tokenizer of a checkpoint: the one beside its weights, else the one inside its GGUF file; its chat template comes with it.
/// </summary>
internal static class CheckpointTokenizer
{
    /// <summary>The tokenizer at a path: a folder with a tokenizer.json, a .gguf file, or a folder that holds one.</summary>
    /// <exception cref="BadInputException">There is none, or it cannot be used.</exception>
    public static Tokenizer Load(string path)
    {
        string? gguf = path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? path : null;
        if (gguf is null && Directory.Exists(path) && !File.Exists(Path.Combine(path, "tokenizer.json")))
        {
            gguf = Directory.EnumerateFiles(path, "*.gguf").Order(StringComparer.Ordinal).FirstOrDefault();
        }

        if (gguf is null)
        {
            return Tokenizer.Load(path);
        }

        using var file = GgufFile.Open(gguf);
        return FromGguf(file);
    }

    /// <summary>The tokenizer of a checkpoint.</summary>
    public static Tokenizer Of(Checkpoint checkpoint) =>
        checkpoint switch
        {
            { TokenizerFolder: { } folder } => Tokenizer.FromFolder(folder),
            { Gguf: { } gguf } => FromGguf(gguf),
            _ => throw new BadInputException(
                checkpoint.Path,
                "has no tokenizer",
                "a tokenizer.json beside the weights",
                "Download it from where the weights came from."
            ),
        };

    internal static Tokenizer FromGguf(GgufFile gguf)
    {
        int? Id(string key) =>
            gguf.Integer("tokenizer.ggml." + key) is { } id ? checked((int)Math.Clamp(id, int.MinValue, int.MaxValue)) : null;
        return Tokenizer.FromGguf(
            new GgufTokenizerKeys
            {
                Model = gguf.String("tokenizer.ggml.model")
                    ?? throw new BadInputException(
                        gguf.Path,
                        "has no tokenizer",
                        "the key tokenizer.ggml.model, or a tokenizer.json beside it"
                    ),
                PreTokenizer = gguf.String("tokenizer.ggml.pre"),
                Tokens = gguf.Strings("tokenizer.ggml.tokens") ?? [],
                Scores = gguf.Numbers("tokenizer.ggml.scores")?.Select(score => (float)score).ToArray(),
                TokenTypes = gguf.Integers("tokenizer.ggml.token_type")
                    ?.Select(type => (int)Math.Clamp(type, int.MinValue, int.MaxValue))
                    .ToArray(),
                Merges = gguf.Strings("tokenizer.ggml.merges"),
                Bos = Id("bos_token_id"),
                Eos = Id("eos_token_id"),
                EndOfTurn = Id("eot_token_id"),
                Unknown = Id("unknown_token_id"),
                Padding = Id("padding_token_id"),
                AddBos = gguf.Boolean("tokenizer.ggml.add_bos_token"),
                AddSpacePrefix = gguf.Boolean("tokenizer.ggml.add_space_prefix"),
                ChatTemplate = gguf.String("tokenizer.chat_template"),
                AddEos = gguf.Boolean("tokenizer.ggml.add_eos_token"),
                Place = gguf.Path,
            }
        );
    }
}
