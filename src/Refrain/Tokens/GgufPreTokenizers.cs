namespace Refrain.Tokens;

/// <summary>The pre-tokenizers that a GGUF file names by <c>tokenizer.ggml.pre</c>.</summary>
/// <param name="Expressions">Each splits the pieces of the one before; matches and what is between them stay.</param>
/// <param name="ComposesFirst">The model's tokenizer.json normalises to NFC; GGUF does not say so, but the model learnt it so.</param>
/// <param name="IgnoresMerges">A word that is a token is that token.</param>
/// <param name="AddsBos">Begins sequences with the begin token unless the file says otherwise.</param>
internal sealed record GgufPreTokenizers(string[] Expressions, bool ComposesFirst = false, bool IgnoresMerges = false, bool AddsBos = false)
{
    private const string Contractions = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string Llama3 = Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Qwen2 = Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Upper = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]",
        Lower = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string Tekken =
        @"[^\r\n\p{L}\p{N}]?"
        + Upper
        + "*"
        + Lower
        + @"+|[^\r\n\p{L}\p{N}]?"
        + Upper
        + "+"
        + Lower
        + @"*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Gpt4o =
        @"[^\r\n\p{L}\p{N}]?"
        + Upper
        + "*"
        + Lower
        + "+"
        + Contractions
        + @"?|[^\r\n\p{L}\p{N}]?"
        + Upper
        + "+"
        + Lower
        + "*"
        + Contractions
        + @"?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <exception cref="BadInputException">The name is not known.</exception>
    public static GgufPreTokenizers For(string? name, string place) =>
        name switch
        {
            null or "default" => new([
                @"[\p{P}\$\+<=>\^~\|]+",
                @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)",
                @"\p{N}+",
                "[0-9][0-9][0-9]",
            ]),
            "llama-bpe" or "llama3" or "llama-v3" => new([Llama3], IgnoresMerges: true, AddsBos: true),
            "qwen2" or "deepseek-r1-qwen" => new([Qwen2], ComposesFirst: true),
            "gpt-2" or "gpt2" or "mpt" or "olmo" => new([PreTokenizers.Gpt2]),
            "smollm" or "starcoder" or "refact" or "command-r" => new([@"\p{N}", PreTokenizers.Gpt2]),
            "tekken" => new([Tekken], IgnoresMerges: true, AddsBos: true),
            "gpt-4o" or "llama4" => new([Gpt4o]),
            _ => throw new BadInputException(
                $"{place}: tokenizer.ggml.pre",
                $"is {BadInputException.Show(name)}",
                "default, llama-bpe, qwen2, deepseek-r1-qwen, gpt-2, mpt, olmo, "
                    + "smollm, starcoder, refact, command-r, tekken, gpt-4o or llama4",
                "Put the model's tokenizer.json beside the file."
            ),
        };
}
