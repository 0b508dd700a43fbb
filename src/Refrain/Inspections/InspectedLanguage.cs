using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Inspections;

/// <summary>How the tokenizer cuts a language's prompts.</summary>
/// <param name="Language">Its tag.</param>
/// <param name="TokensPerCharacter">Mean over the prompts looked at; a character as a reader counts code points.</param>
/// <param name="Bytes">Share of tokens that hold only a part of a character.</param>
/// <param name="Unknown">Share of tokens that stand for text which the vocabulary does not have.</param>
public sealed record InspectedLanguage(string Language, double TokensPerCharacter, double Bytes, double Unknown)
{
    private const int Prompts = 16;

    internal static IReadOnlyList<InspectedLanguage> Of(Suite suite, IReadOnlyList<string> languages, Tokenizer tokenizer) =>
        [.. languages.Select(language => Of(suite, language, tokenizer))];

    private static InspectedLanguage Of(Suite suite, string language, Tokenizer tokenizer)
    {
        int? unknown = tokenizer.UnknownToken is { } text ? tokenizer.TokenId(text) : null;
        string[] prompts =
        [
            .. suite
                .Prompts(PromptClass.Harmless, Split.Train, language)
                .Concat(suite.Prompts(PromptClass.Harmful, Split.Test, language))
                .Take(Prompts)
                .Select(prompt => prompt.Text),
        ];
        int[] ids = [.. prompts.SelectMany(prompt => tokenizer.Encode(prompt))];
        int characters = prompts.Sum(prompt => prompt.EnumerateRunes().Count());
        double Share(Func<int, bool> of) => ids.Length == 0 ? 0 : (double)ids.Count(of) / ids.Length;
        return new InspectedLanguage(
            language,
            characters == 0 ? 0 : (double)ids.Length / characters,
            Share(id => id != unknown && IsPart(tokenizer, id)),
            Share(id => id == unknown)
        );
    }

    /// <summary>A byte of a longer character decodes to U+FFFD, as tokenizers have it; <c>&lt;0xE3&gt;</c> is one by name.</summary>
    private static bool IsPart(Tokenizer tokenizer, int id) =>
        tokenizer.TokenText(id)?.Contains('\uFFFD') == true
        || (
            tokenizer.TokenOf(id) is { Length: 6 } token
            && token.StartsWith("<0x", StringComparison.Ordinal)
            && string.CompareOrdinal(token, "<0x80>") >= 0
        );
}
