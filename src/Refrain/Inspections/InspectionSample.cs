using Refrain.Directions;

namespace Refrain.Inspections;

/// <summary>A token with which refusals start.</summary>
/// <param name="Token">The token, and how far it prefers harmful prompts.</param>
/// <param name="Text">As it reads.</param>
public sealed record InspectedOnset(OnsetToken Token, string Text);

/// <summary>What a few train prompts of one language gave.</summary>
public sealed record SampledLanguage
{
    /// <summary>Its tag.</summary>
    public required string Language { get; init; }

    /// <summary>Harmful prompts read.</summary>
    public required int Harmful { get; init; }

    /// <summary>The same of harmless ones.</summary>
    public required int Harmless { get; init; }

    /// <summary>Tokens with which refusals start, by the audit's rule and on more than one prompt.</summary>
    public required IReadOnlyList<InspectedOnset> Onset { get; init; }

    /// <summary>Whose onset tokens its scores count: its own, else the source's; null where neither has any.</summary>
    public string? OnsetLanguage { get; init; }

    /// <summary>Harmful prompts with a refusal score above 0: what the audit's filter keeps.</summary>
    public int? HarmfulKept { get; init; }

    /// <summary>Harmless prompts with one below 0.</summary>
    public int? HarmlessKept { get; init; }

    /// <summary>Outcomes of the answers to harmful prompts: refusal, compliance, degenerate, unjudged.</summary>
    public required IReadOnlyDictionary<string, int> HarmfulAnswers { get; init; }

    /// <summary>Of those to harmless ones.</summary>
    public required IReadOnlyDictionary<string, int> HarmlessAnswers { get; init; }

    /// <summary>The start of the answer to the first harmful prompt.</summary>
    public required string Example { get; init; }
}

/// <summary>What a few prompts of every language gave, and how long an audit will take at their speed.</summary>
public sealed record InspectionSample
{
    /// <summary>Prompts read per class and language.</summary>
    public required int Prompts { get; init; }

    /// <summary>Of those, answered.</summary>
    public required int Answered { get; init; }

    /// <summary>Each language that has prompts of both classes.</summary>
    public required IReadOnlyList<SampledLanguage> Languages { get; init; }

    /// <summary>Seconds that opening the model took: preparing its weights the first time, and compiling its graphs.</summary>
    public required double OpeningSeconds { get; init; }

    /// <summary>Seconds of reading and answering.</summary>
    public required double Seconds { get; init; }

    /// <summary>Tokens of prompts read a second.</summary>
    public required double TokensRead { get; init; }

    /// <summary>Tokens of prompts and answers a second, while answering.</summary>
    public required double TokensAnswered { get; init; }

    /// <summary>Seconds of the standard audit per stage, at these speeds.</summary>
    public required IReadOnlyDictionary<string, double> AuditSeconds { get; init; }

    /// <summary>Answers that repeat the start of their prompt.</summary>
    public required int Echoes { get; init; }

    /// <summary>Answers that begin with thinking though it was skipped.</summary>
    public required int Thoughts { get; init; }

    /// <summary>Answers in all.</summary>
    public int Answers => Languages.Sum(language => language.HarmfulAnswers.Values.Sum() + language.HarmlessAnswers.Values.Sum());
}
