using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>An answer, without its texts, and what it was judged.</summary>
internal readonly record struct AnswerOutcome(ResponseFigures Response, Outcome Outcome);

/// <summary>
/// The outcomes of judged answers: language, class, prompt and treatment → refused, not, or unjudged. Whatever counts refusals, or holds
/// them against each other, reads them here.
/// </summary>
internal sealed class Outcomes
{
    private readonly Dictionary<(string, PromptClass, Treatment), OutcomeCell> cells;

    /// <exception cref="ArgumentException">A prompt was answered twice under one treatment.</exception>
    public Outcomes(IEnumerable<AnswerOutcome> answers) =>
        cells = answers
            .GroupBy(answer => (answer.Response.Language, answer.Response.Class, answer.Response.Treatment))
            .ToDictionary(cell => cell.Key, cell => new OutcomeCell([.. cell]));

    /// <exception cref="ArgumentException">A prompt was answered twice under one treatment.</exception>
    public Outcomes(IEnumerable<JudgedResponse> judged)
        : this(judged.Select(item => new AnswerOutcome(item.Response, item.Judgement.Outcome))) { }

    /// <summary>The answers to a class of prompts in a language under a treatment; without any where none was asked for.</summary>
    public OutcomeCell Of(string language, PromptClass promptClass, Treatment treatment) =>
        cells.GetValueOrDefault((language, promptClass, treatment)) ?? OutcomeCell.Empty;
}

/// <summary>The outcomes of one class of prompts in one language under one treatment, in the order of the answers.</summary>
internal sealed class OutcomeCell
{
    private readonly Dictionary<string, AnswerOutcome> byPrompt = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A prompt is answered twice.</exception>
    public OutcomeCell(IReadOnlyList<AnswerOutcome> answers)
    {
        Answers = answers;
        foreach (var answer in answers)
        {
            if (!byPrompt.TryAdd(answer.Response.PromptId, answer))
            {
                throw new ArgumentException($"{answer.Response.PromptId} is answered twice under one treatment", nameof(answers));
            }
        }
    }

    public static OutcomeCell Empty { get; } = new([]);

    public IReadOnlyList<AnswerOutcome> Answers { get; }

    /// <summary>The prompts' ids.</summary>
    public IEnumerable<string> Prompts => Answers.Select(answer => answer.Response.PromptId);

    /// <summary>How often they refuse; null without answers.</summary>
    public Rate? Rate => Rates.Of(Answers);

    /// <summary>The answers to some prompts alone, in their order; prompts without one are left out.</summary>
    public OutcomeCell Only(IEnumerable<string> prompts) =>
        new([.. prompts.Where(byPrompt.ContainsKey).Select(prompt => byPrompt[prompt])]);

    /// <summary>1: the answer has this outcome; 0: it has another; null: it is unjudged, or there is none.</summary>
    public double? Is(Outcome outcome, string prompt) =>
        !byPrompt.TryGetValue(prompt, out var answer) || answer.Outcome == Outcome.Unjudged ? null
        : answer.Outcome == outcome ? 1
        : 0;

    /// <summary>The prompts that are judged here and in another cell, in the order of this one.</summary>
    public OutcomePairs With(OutcomeCell other, Outcome outcome = Outcome.Refusal) => With(other, Prompts, outcome);

    /// <summary>Those of some prompts that are judged here and in another cell.</summary>
    public OutcomePairs With(OutcomeCell other, IEnumerable<string> prompts, Outcome outcome = Outcome.Refusal)
    {
        var first = new List<double>();
        var second = new List<double>();
        foreach (string prompt in prompts)
        {
            if (Is(outcome, prompt) is { } here && other.Is(outcome, prompt) is { } there)
            {
                first.Add(here);
                second.Add(there);
            }
        }

        return new OutcomePairs([.. first], [.. second]);
    }
}
