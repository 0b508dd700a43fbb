namespace Refrain.Tokens;

/// <summary>What a GGUF file says of its tokenizer, by its keys under <c>tokenizer.</c></summary>
internal sealed record GgufTokenizerKeys
{
    /// <summary><c>ggml.model</c>: <c>gpt2</c> (byte-level BPE) or <c>llama</c> (SentencePiece BPE).</summary>
    public required string Model { get; init; }

    /// <summary><c>ggml.pre</c>, the name of the pre-tokenizer; null: absent, which means <c>default</c>.</summary>
    public string? PreTokenizer { get; init; }

    /// <summary><c>ggml.tokens</c>: the token of each id.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary><c>ggml.scores</c>, one for each token; SentencePiece merges the highest first.</summary>
    public IReadOnlyList<float>? Scores { get; init; }

    /// <summary><c>ggml.token_type</c>, one for each token: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.</summary>
    public IReadOnlyList<int>? TokenTypes { get; init; }

    /// <summary><c>ggml.merges</c>: "left right", the first merges first.</summary>
    public IReadOnlyList<string>? Merges { get; init; }

    /// <summary><c>ggml.bos_token_id</c>.</summary>
    public int? Bos { get; init; }

    /// <summary><c>ggml.eos_token_id</c>.</summary>
    public int? Eos { get; init; }

    /// <summary><c>ggml.eot_token_id</c>, the end of a turn; generation ends there too.</summary>
    public int? EndOfTurn { get; init; }

    /// <summary><c>ggml.unknown_token_id</c>.</summary>
    public int? Unknown { get; init; }

    /// <summary><c>ggml.padding_token_id</c>.</summary>
    public int? Padding { get; init; }

    /// <summary>
    /// <c>ggml.add_bos_token</c>; null: absent, which means yes for <c>llama</c> and for the pre-tokenizer <c>llama-bpe</c>, else no.
    /// </summary>
    public bool? AddBos { get; init; }

    /// <summary><c>ggml.add_eos_token</c>; null: absent, which means no.</summary>
    public bool? AddEos { get; init; }

    /// <summary><c>ggml.add_space_prefix</c>; null: absent, which means yes for <c>llama</c>.</summary>
    public bool? AddSpacePrefix { get; init; }

    /// <summary><c>chat_template</c>.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The file, for messages.</summary>
    public string Place { get; init; } = "GGUF";
}
