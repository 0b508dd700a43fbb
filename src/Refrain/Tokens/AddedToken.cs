namespace Refrain.Tokens;

/// <summary>A token that is recognised in the text before the model sees it.</summary>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Left out when decoding without special tokens.</summary>
    public bool Special { get; init; }

    /// <summary>Looked for in the normalised text, in its own normalised form.</summary>
    public bool Normalized { get; init; }

    /// <summary>Takes the white space before it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Takes the white space after it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Not recognised next to a word character.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Reads an entry of <c>added_tokens</c>; in tokenizer_config.json the id is the entry's key.</summary>
    public static AddedToken Read(JsonPart part, int? id = null) =>
        new(id ?? part.Number("id"), part.Text("content"))
        {
            Special = part.Flag("special", false),
            Normalized = part.Flag("normalized", true),
            StripsLeft = part.Flag("lstrip", false),
            StripsRight = part.Flag("rstrip", false),
            SingleWord = part.Flag("single_word", false),
        };
}
