using Refrain.Directions;

namespace Refrain.Inspections;

/// <summary>What a few train prompts of one language gave.</summary>
internal sealed record SampledLanguage
{
    public required string Language { get; init; }

    /// <summary>Prompts read per class.</summary>
    public required int Harmful { get; init; }

    public required int Harmless { get; init; }

    /// <summary>Tokens with which refusals start, by the audit's rule and on more than one prompt.</summary>
    public required IReadOnlyList<(OnsetToken Token, string Text)> Onset { get; init; }

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
internal sealed record InspectionSample
{
    /// <summary>Prompts read per class and language.</summary>
    public required int Prompts { get; init; }

    /// <summary>Of those, answered.</summary>
    public required int Answered { get; init; }

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
