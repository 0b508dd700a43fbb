using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>A class of prompts under a condition.</summary>
internal readonly record struct ComparedCell(PromptClass Class, Condition Condition)
{
    /// <summary>Those that audits measure, in the order of reports.</summary>
    public static IReadOnlyList<ComparedCell> All { get; } =
    [
        new(PromptClass.Harmful, Condition.Baseline),
        new(PromptClass.Harmless, Condition.Baseline),
        new(PromptClass.Borderline, Condition.Baseline),
        new(PromptClass.Harmful, Condition.Ablated),
        new(PromptClass.Borderline, Condition.Ablated),
        new(PromptClass.Harmless, Condition.Induced),
    ];
}

/// <summary>
/// The same prompts' answers in two runs, each untouched and under its own intervention, whose source goes without saying.
/// </summary>
internal sealed class PairedAnswers(Outcomes a, Outcomes b)
{
    /// <summary>The answers to the prompts that both runs have, both in A's order.</summary>
    public (OutcomeCell A, OutcomeCell B) Of(string language, ComparedCell cell)
    {
        var (first, second) = All(language, cell);
        var both = first.Only(first.Prompts.Intersect(second.Prompts, StringComparer.Ordinal));
        return (both, second.Only(both.Prompts));
    }

    /// <summary>How many prompts only one of them has.</summary>
    public int Others(string language, ComparedCell cell)
    {
        var (first, second) = All(language, cell);
        return first.Answers.Count + second.Answers.Count - (2 * Of(language, cell).A.Answers.Count);
    }

    private (OutcomeCell A, OutcomeCell B) All(string language, ComparedCell cell)
    {
        var treatment = new Treatment(cell.Condition);
        return (a.Of(language, cell.Class, treatment), b.Of(language, cell.Class, treatment));
    }
}
