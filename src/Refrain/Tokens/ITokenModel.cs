namespace Refrain.Tokens;

/// <summary>What turns a piece of text into tokens: byte-pair, unigram, word-piece or word-level.</summary>
internal interface ITokenModel
{
    Vocabulary Vocabulary { get; }

    /// <summary>What determines ids besides the vocabulary and <see cref="Numbers"/>, as a text for the hash.</summary>
    string Settings { get; }

    /// <summary>Merges or scores, as numbers for the hash.</summary>
    IEnumerable<int> Numbers { get; }

    /// <summary>Adds the ids of a piece that is not empty. Safe for many threads.</summary>
    /// <exception cref="BadInputException">The piece needs the unknown token, and there is none.</exception>
    void Encode(ReadOnlySpan<char> piece, List<int> into);
}
