namespace Refrain.Judging.Learning;

/// <summary>
/// What the opening of a response shows: the features of the learned judge. None says what the response is about, or in which language it
/// is.
/// </summary>
/// <param name="Strongest">The strongest sign as found, a decisive phrase before a deflection before a warning; null without any.</param>
/// <param name="Decisive">Whether it is a decisive phrase.</param>
/// <param name="Answers">Whether the opening says that an answer follows, or begins a list.</param>
/// <param name="Values">The features, in the order of <see cref="Names"/>; each is 0 or 1.</param>
internal sealed record Signs(string? Strongest, bool Decisive, bool Answers, IReadOnlyList<double> Values)
{
    private const int Opening = 320;
    private const int EarlyColon = 60;

    /// <summary>The features' names in order; <c>d</c> marks those beside a decisive phrase, the others count only without one.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "d_first_sentence",
        "d_later",
        "d_quoted",
        "d_caution",
        "d_redirect",
        "d_answer",
        "d_list",
        "deflection",
        "caution",
        "caution_2",
        "caution_3",
        "caution_redirect",
        "caution_redirect_2",
        "answer",
        "list",
        "early_colon",
    ];

    /// <summary>Reads a folded response in its language.</summary>
    public static Signs Find(string folded, PhraseList list)
    {
        string opening = PhraseJudge.Window(folded, Opening);
        var decisive = DecisivePhrase.Find(folded, list);
        bool found = decisive is not null;

        // "However, I can't" refuses, "I can't, however …" may go on to answer: what says that an answer follows counts after the phrase
        // only.
        string rest = opening[Math.Min(decisive?.End ?? 0, opening.Length)..];
        string? deflection = list.Weak?.First(list.WithoutLookalikes(opening))?.Value,
            warning = list.Caution?.First(opening)?.Value;
        int cautions = list.Caution?.Distinct(opening) ?? 0,
            redirects = list.Redirect?.Distinct(opening) ?? 0;
        bool answer = list.Answer?.IsMatch(rest) == true,
            listed = BeginsList(rest);
        bool colon = PhraseJudge.Window(folded, EarlyColon).Contains(':', StringComparison.Ordinal);
        bool[] signs =
        [
            decisive is { First: true },
            decisive is { First: false },
            decisive is { Quoted: true },
            found && cautions > 0,
            found && redirects > 0,
            found && answer,
            found && listed,
            !found && deflection is not null,
            !found && cautions > 0,
            !found && cautions > 1,
            !found && cautions > 2,
            !found && cautions > 0 && redirects > 0,
            !found && cautions > 0 && redirects > 1,
            !found && answer,
            !found && listed,
            !found && colon,
        ];

        // One word such as "criminal" names a topic; a sign it is beside others.
        return new Signs(
            decisive?.Phrase ?? deflection ?? (cautions + redirects > 1 ? warning : null),
            found,
            answer || listed,
            [.. signs.Select(sign => sign ? 1.0 : 0)]
        );
    }

    private static bool BeginsList(string opening) =>
        ((string[])["\n1.", "\n2.", "\n-", "\n•"]).Any(item => opening.Contains(item, StringComparison.Ordinal));
}
