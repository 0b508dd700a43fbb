namespace Refrain.Tokens;

/// <summary>Builds a tokenizer from the keys of a GGUF file.</summary>
internal static class GgufTokenizer
{
    private const int Normal = 1,
        Unknown = 2,
        Control = 3,
        UserDefined = 4;
    private const string Space = "▁";

    public static Tokenizer Build(GgufTokenizerKeys keys)
    {
        Check(keys.Scores?.Count, keys, "scores");
        Check(keys.TokenTypes?.Count, keys, "token_type");
        TokenizerParts parts = keys.Model switch
        {
            "gpt2" => ByteLevel(keys),
            "llama" => SentencePiece(keys),
            _ => throw new BadInputException(
                $"{keys.Place}: tokenizer.ggml.model",
                $"is {BadInputException.Show(keys.Model)}",
                "gpt2 or llama",
                "Put the model's tokenizer.json beside the file."
            ),
        };
        Dictionary<string, string> named = [];
        foreach (
            (string name, int? id) in new[]
            {
                ("bos_token", keys.Bos),
                ("eos_token", keys.Eos),
                ("unk_token", keys.Unknown),
                ("pad_token", keys.Padding),
            }
        )
        {
            if (id is int given)
            {
                named[name] = parts.Model.Vocabulary.Token(given)
                    ?? throw new BadInputException(
                        $"{keys.Place}: tokenizer.ggml",
                        $"names {given} as the {name}",
                        $"an id below {keys.Tokens.Count}"
                    );
            }
        }

        return new Tokenizer(
            parts,
            new SpecialTokens
            {
                Named = named,
                EndIds = keys.EndOfTurn is int end ? [end] : [],
                ChatTemplate = keys.ChatTemplate,
                ChatTemplatePlace = $"{keys.Place}: tokenizer.chat_template",
            }
        );
    }

    private static void Check(int? count, GgufTokenizerKeys keys, string name)
    {
        if (count is int given && given != keys.Tokens.Count)
        {
            throw new BadInputException(
                $"{keys.Place}: tokenizer.ggml.{name}",
                $"has {given} entries",
                $"{keys.Tokens.Count}, one for each token"
            );
        }
    }

    private static TokenizerParts ByteLevel(GgufTokenizerKeys keys)
    {
        GgufPreTokenizers pre = GgufPreTokenizers.For(keys.PreTokenizer, keys.Place);
        Vocabulary vocabulary = ReadVocabulary(keys, token => token);
        string place = $"{keys.Place}: tokenizer.ggml.merges";
        IReadOnlyList<string> lines = keys.Merges ?? throw new BadInputException(place, "is missing", "the merges of a gpt2 tokenizer");
        var merges = new MergeTable(lines.Count);
        for (int rank = 0; rank < lines.Count; rank++)
        {
            int cut = lines[rank].IndexOf(' ', Math.Min(1, lines[rank].Length));
            if (cut < 0)
            {
                throw new BadInputException(
                    $"{place}[{rank}]",
                    $"is {BadInputException.Show(lines[rank])}",
                    "two tokens with a space between them"
                );
            }

            BytePairModelReader.Add(merges, vocabulary, lines[rank].Remove(cut, 1), cut, rank, place);
        }

        PreTokenizer[] splits =
        [
            .. pre.Expressions.Select(expression => Splitting.By(RegexPattern.Create(expression, keys.Place), SplitBehavior.Isolated)),
        ];
        return new TokenizerParts
        {
            Place = keys.Place,
            Added = Added(keys, token => token),
            Normalize = pre.ComposesFirst ? text => UnicodeNormalization.Normalize(text, compatible: false, compose: true) : text => text,
            PreTokenize = PreTokenizers.Sequence([.. splits, PreTokenizers.ByteLevel(addPrefixSpace: false, useRegex: false)]),
            Model = new BytePairModel(vocabulary, merges, new BytePairOptions { IgnoreMerges = pre.IgnoresMerges }, keys.Place),
            Surroundings = Around(keys, pre.AddsBos),
            Decode = Decoders.ByteLevel,
            Description = $"gpt2 {keys.PreTokenizer ?? "default"} {keys.AddBos ?? pre.AddsBos} {keys.AddEos}",
        };
    }

    private static TokenizerParts SentencePiece(GgufTokenizerKeys keys)
    {
        // A converter writes the user-defined runs of ▁ as spaces. Back as ▁ they are what merging makes of runs of spaces.
        string Restore(string token) =>
            token.Length > 0 && token.All(character => character == ' ') ? token.Replace(" ", Space, StringComparison.Ordinal) : token;
        Vocabulary vocabulary = ReadVocabulary(keys, Restore);
        MergeTable merges = ScoredMerges.Build(
            vocabulary,
            keys.Scores
                ?? throw new BadInputException($"{keys.Place}: tokenizer.ggml.scores", "is missing", "the scores of a llama tokenizer"),
            id => TypeOf(keys, id)
        );
        bool prefix = keys.AddSpacePrefix ?? true;
        var options = new BytePairOptions
        {
            UnknownToken = vocabulary.Token(keys.Unknown ?? 0),
            FuseUnknown = true,
            ByteFallback = true,
        };
        Func<List<string>, List<string>>[] decoders =
        [
            Decoders.Replace(Patterns.Literal(Space), " "),
            Decoders.ByteFallback,
            Decoders.Fuse,
            Decoders.Strip(" ", prefix ? 1 : 0, 0),
        ];
        return new TokenizerParts
        {
            Place = keys.Place,
            Added = Added(keys, Restore),
            Normalize = text => text.Length == 0 ? text : (prefix ? Space : "") + text.Replace(" ", Space, StringComparison.Ordinal),
            PreTokenize = pieces => pieces,
            Model = new BytePairModel(vocabulary, merges, options, keys.Place),
            Surroundings = Around(keys, absent: true),
            Decode = Decoders.Sequence(decoders),
            Description = $"llama {prefix} {keys.AddBos ?? true} {keys.AddEos}",
        };
    }

    private static int TypeOf(GgufTokenizerKeys keys, int id) => keys.TokenTypes?[id] ?? Normal;

    private static Vocabulary ReadVocabulary(GgufTokenizerKeys keys, Func<string, string> textOf)
    {
        var vocabulary = new Vocabulary(keys.Tokens.Count);
        for (int id = 0; id < keys.Tokens.Count; id++)
        {
            vocabulary.Add(textOf(keys.Tokens[id]), id, $"{keys.Place}: tokenizer.ggml.tokens");
        }

        return vocabulary;
    }

    private static List<AddedToken> Added(GgufTokenizerKeys keys, Func<string, string> textOf)
    {
        var added = new List<AddedToken>();
        for (int id = 0; id < keys.Tokens.Count; id++)
        {
            if (TypeOf(keys, id) is Control or UserDefined or Unknown)
            {
                added.Add(new AddedToken(id, textOf(keys.Tokens[id])) { Special = TypeOf(keys, id) != UserDefined });
            }
        }

        return added;
    }

    private static Surroundings Around(GgufTokenizerKeys keys, bool absent) =>
        new((keys.AddBos ?? absent) && keys.Bos is int bos ? [bos] : [], keys.AddEos == true && keys.Eos is int eos ? [eos] : []);
}
