namespace Refrain.Directions;

/// <summary>The onset tokens that a language's refusal scores count.</summary>
/// <param name="Language">Whose they are: the language's own, or the source's where it has none.</param>
/// <param name="Tokens">The tokens; empty where neither has any, and then there is no score.</param>
internal sealed record Onset(string Language, IReadOnlyList<OnsetToken> Tokens)
{
    public IReadOnlyList<int> Ids => [.. Tokens.Select(token => token.Id)];

    /// <summary>The onset of each language.</summary>
    public static IReadOnlyDictionary<string, Onset> Of(
        IReadOnlyDictionary<string, LanguageReading> readings,
        IReadOnlyList<string> languages,
        string source
    ) =>
        languages.ToDictionary(
            language => language,
            language =>
            {
                string whose = readings.TryGetValue(language, out var own) && own.Onset.Count > 0 ? language : source;
                return new Onset(whose, readings.TryGetValue(whose, out var reading) ? reading.Onset : []);
            }
        );
}
