namespace Refrain.Tokens;

/// <summary>Text to token ids and back, exactly as the tokenizers library does it. Safe for use by many threads.</summary>
internal sealed class Tokenizer
{
    private readonly TokenizerParts parts;
    private readonly SpecialTokens special;
    private readonly Dictionary<string, int> addedIds = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> addedById = [];
    private readonly Dictionary<int, string> decodedForms = []; // of added tokens
    private readonly HashSet<string> specialTexts;
    private readonly AddedTokens raw;
    private readonly AddedTokens? normalized;
    private readonly Lazy<string> hash;

    internal Tokenizer(TokenizerParts parts, SpecialTokens special)
    {
        (this.parts, this.special) = (parts, special);
        foreach (AddedToken token in parts.Added)
        {
            AddId(token);
        }

        using var budget = EncodingBudget.Begin(0);
        AddedToken[] tokens = [.. addedById.Values.OrderBy(token => !token.Special)];
        raw = new AddedTokens(tokens.Where(token => !token.Normalized), token => token.Content, parts.Place);
        normalized = tokens.Any(token => token.Normalized)
            ? new AddedTokens(tokens.Where(token => token.Normalized), token => parts.Normalize(token.Content), parts.Place)
            : null;
        foreach (AddedToken token in tokens)
        {
            // The library decodes a normalised token in its normalised form, which its decoder then undoes.
            decodedForms[token.Id] = token.Normalized ? parts.Normalize(token.Content) : token.Content;
        }

        specialTexts = tokens.Where(token => token.Special).Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        VocabularySize = Math.Max(parts.Model.Vocabulary.Size, addedById.Keys.Append(-1).Max() + 1);
        foreach (int id in parts.Surroundings.Before.Concat(parts.Surroundings.After).Where(id => TokenOf(id) is null))
        {
            throw new BadInputException(
                $"{parts.Place}: post_processor",
                $"adds id {id}, which is no token",
                $"an id below {VocabularySize}"
            );
        }

        EndTokens = TokenizerRoles.EndTokens(this, special, tokens);
        hash = new(() => TokenizerHash.Compute(parts, tokens));
    }

    /// <summary>The greatest id plus one; ids in between may be free.</summary>
    public int VocabularySize { get; }

    /// <summary>The text of the token that begins a sequence; null: the model has none.</summary>
    public string? BosToken => Named("bos_token");

    /// <summary>The text of the token that ends an answer; null: none is named.</summary>
    public string? EosToken => Named("eos_token");

    /// <summary>The text of the token for what has none; null: none is named.</summary>
    public string? UnknownToken => Named("unk_token");

    /// <summary>The text of the token that fills batches; null: none is named.</summary>
    public string? PaddingToken => Named("pad_token");

    /// <summary>
    /// Ids that end a generation: the end token, those that the generation settings name, and special tokens known to end a turn.
    /// Ascending.
    /// </summary>
    public IReadOnlyList<int> EndTokens { get; }

    /// <summary>The source of the chat template that came with the tokenizer; null: none did.</summary>
    public string? ChatTemplate => special.ChatTemplate;

    /// <summary>Where <see cref="ChatTemplate"/> stands, for messages.</summary>
    public string ChatTemplatePlace => special.ChatTemplatePlace;

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of all that determines ids: tokens, merges, added tokens, and the other parts.
    /// </summary>
    public string Hash => hash.Value;

    internal ITokenModel Model => parts.Model;

    /// <summary>The named special tokens, as a chat template gets them.</summary>
    internal SpecialTokens Special => special;

    /// <summary>
    /// Reads tokenizer.json from a folder, and tokenizer_config.json, special_tokens_map.json, generation_config.json and template files
    /// where present.
    /// </summary>
    /// <exception cref="BadInputException">A file is missing, malformed, or names a part that is not supported.</exception>
    public static Tokenizer FromFolder(string folder) => TokenizerFolder.Read(folder);

    /// <summary>Builds the tokenizer that the keys of a GGUF file describe.</summary>
    /// <exception cref="BadInputException">A key is malformed, or names a tokenizer that is not supported.</exception>
    public static Tokenizer FromGguf(GgufTokenizerKeys keys) => GgufTokenizer.Build(keys);

    /// <summary>The tokenizer at a path: a folder with a tokenizer.json, or such a file itself.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static Tokenizer Load(string path) =>
        Path.GetFileName(path) == "tokenizer.json" ? FromFolder(Path.GetDirectoryName(Path.GetFullPath(path))!) : FromFolder(path);

    /// <summary>The ids of a text. Special and added tokens inside it are recognised.</summary>
    /// <param name="text">Any text; half of a surrogate pair counts as U+FFFD.</param>
    /// <param name="addSpecialTokens">Also adds what the post-processor puts around a text, such as the token that begins a
    /// sequence.</param>
    public int[] Encode(string text, bool addSpecialTokens = false)
    {
        using var budget = EncodingBudget.Begin(text.Length);
        text = UnicodeClasses.WithoutLoneSurrogates(text);
        var ids = new List<int>((text.Length / 3) + 8);
        if (addSpecialTokens)
        {
            ids.AddRange(parts.Surroundings.Before);
        }

        foreach (Segment segment in raw.Split(text))
        {
            if (segment.Token is AddedToken token)
            {
                ids.Add(token.Id);
            }
            else
            {
                EncodeNormalized(parts.Normalize(text[segment.Start..segment.End]), segment.Start == 0, ids);
            }
        }

        if (addSpecialTokens)
        {
            ids.AddRange(parts.Surroundings.After);
        }

        return [.. ids];
    }

    /// <summary>The text of ids, without any clean-up; ids that are no token are passed over.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecialTokens">Leaves special tokens out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        using var budget = EncodingBudget.Begin(ids.Length);
        var tokens = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            if (
                (decodedForms.GetValueOrDefault(id) ?? parts.Model.Vocabulary.Token(id)) is string token
                && !(skipSpecialTokens && specialTexts.Contains(token))
            )
            {
                tokens.Add(token);
            }
        }

        return string.Concat(parts.Decode(tokens));
    }

    /// <summary>The token decoded alone; null when the id is no token.</summary>
    public string? TokenText(int id) => TokenOf(id) is null ? null : Decode([id]);

    /// <summary>The id of a token as the vocabulary writes it; null when there is none.</summary>
    public int? TokenId(string token) =>
        addedIds.TryGetValue(token, out int id) || (id = parts.Model.Vocabulary.Id(token)) >= 0 ? id : null;

    /// <summary>The token as the vocabulary writes it; null when the id is none.</summary>
    internal string? TokenOf(int id) => addedById.TryGetValue(id, out AddedToken? token) ? token.Content : parts.Model.Vocabulary.Token(id);

    /// <summary>True for a token that is left out when decoding without special tokens.</summary>
    internal bool IsSpecial(int id) => addedById.TryGetValue(id, out AddedToken? token) && token.Special;

    /// <summary>The named special tokens that are no tokens of the vocabulary, as <c>name text</c>.</summary>
    internal IReadOnlyList<string> UnknownSpecials =>
        [.. special.Named.Where(pair => TokenId(pair.Value) is null).Select(pair => $"{pair.Key} {pair.Value}")];

    private string? Named(string name) => special.Named.GetValueOrDefault(name);

    private void EncodeNormalized(string text, bool atStart, List<int> ids)
    {
        if (normalized is null)
        {
            EncodePiece(text, 0, text.Length, atStart, ids);
            return;
        }

        foreach (Segment segment in normalized.Split(text))
        {
            if (segment.Token is AddedToken token)
            {
                ids.Add(token.Id);
            }
            else
            {
                EncodePiece(text, segment.Start, segment.End - segment.Start, atStart && segment.Start == 0, ids);
            }
        }
    }

    private void EncodePiece(string text, int start, int length, bool atStart, List<int> ids)
    {
        if (length == 0)
        {
            return;
        }

        foreach (Piece piece in parts.PreTokenize([new(text, start, length, atStart)]))
        {
            parts.Model.Encode(piece.Text, ids);
        }
    }

    private void AddId(AddedToken token)
    {
        int known = parts.Model.Vocabulary.Id(token.Content);
        bool same = known >= 0 ? known == token.Id : token.Id <= Vocabulary.GreatestId && parts.Model.Vocabulary.Token(token.Id) is null;
        if (
            !same
            || (addedIds.TryGetValue(token.Content, out int other) && other != token.Id)
            || (addedById.TryGetValue(token.Id, out AddedToken? taken) && taken.Content != token.Content)
        )
        {
            throw new BadInputException(
                $"{parts.Place}: added_tokens",
                $"gives {BadInputException.Show(token.Content)} the id {token.Id}, which the vocabulary contradicts",
                "ids that agree"
            );
        }

        addedIds[token.Content] = token.Id;
        addedById.TryAdd(token.Id, token);
    }
}
