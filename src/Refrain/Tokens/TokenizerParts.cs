namespace Refrain.Tokens;

/// <summary>What a tokenizer is made of, in the order in which a text passes through it.</summary>
internal sealed record TokenizerParts
{
    /// <summary>The file, for messages.</summary>
    public required string Place { get; init; }

    public required IReadOnlyList<AddedToken> Added { get; init; }

    public required Func<string, string> Normalize { get; init; }

    public required PreTokenizer PreTokenize { get; init; }

    public required ITokenModel Model { get; init; }

    public required Surroundings Surroundings { get; init; }

    public required Func<List<string>, List<string>> Decode { get; init; }

    /// <summary>The parts but for vocabulary, merges and added tokens, as text that changes when they do; goes into the hash.</summary>
    public required string Description { get; init; }
}
