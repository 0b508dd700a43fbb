using Refrain.Checkpoints;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>
/// Measures what candidates do to the answers to harmless validation prompts, as far as the limits need it, the cheaper first.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="harmless">Harmless validation prompts with a score below 0.</param>
/// <param name="settings">The limits, and how answers are made.</param>
/// <param name="remember">Keeps finished work.</param>
internal sealed class AnswerChecks(Model model, ValidationSet harmless, SelectionSettings settings, Remember remember)
{
    private readonly GeneratedDivergence divergence = new(model, harmless.Prompts, settings.Answers?.EndTokens ?? [], remember);

    private AnswerSource Source => settings.Answers ?? throw new InvalidOperationException("limits on answers need a source of answers");

    /// <summary>Rows decoded together, by the memory of their keys and values.</summary>
    public static int RowsAtOnce(ModelConfig config, IReadOnlyList<int[]> prompts, int newTokens) =>
        Generation.RowsAtOnce(config, prompts.Select(prompt => prompt.Length).DefaultIfEmpty(1).Max() + newTokens);

    /// <summary>Tokens through all layers that the limits take for one candidate, with the untouched answers.</summary>
    public static long Work(IReadOnlyList<int[]> prompts, AnswerLimits limits, int newTokens)
    {
        var (candidate, before) = GeneratedDivergence.Work(prompts);
        return (limits.GeneratedDivergence is null ? 0 : candidate + before) + (limits.NeedAnswers ? Answering(prompts, newTokens) : 0);
    }

    /// <summary>What a candidate does; a limit that is exceeded ends it, but in a full sweep.</summary>
    /// <param name="kind">Names its kind.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="intervention">What it does.</param>
    public AnswerEffects Of(string kind, Candidate candidate, Intervention intervention)
    {
        string key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}/{candidate.Layer},{candidate.Position}");
        var effects = new AnswerEffects();
        if (settings.Limits.GeneratedDivergence is not null)
        {
            effects = effects with { GeneratedDivergence = divergence.Of(key, intervention).Average() };
        }

        if (!settings.Limits.NeedAnswers || (!settings.FullSweep && settings.Limits.Exceeded(effects) is not null))
        {
            return effects;
        }

        var kinds = Answers(key, intervention);
        double Share(AnswerKind kind) => (double)kinds.Count(other => other == kind) / kinds.Count(other => other != AnswerKind.Unjudged);
        return effects with
        {
            DegenerateShare = Share(AnswerKind.Degenerate),
            OverRefusal = Share(AnswerKind.Refusal),
            Judged = kinds.Count(other => other != AnswerKind.Unjudged),
        };
    }

    private AnswerKind[] Answers(string key, Intervention intervention)
    {
        var item = remember(
            AnswerKindsItem.Stage,
            $"{key}/answers",
            Answering(harmless.Prompts, Source.MaximumNewTokens) * model.Config.Layers,
            () =>
            {
                var answers = Generation.Greedy(
                    model,
                    new GenerationRequest
                    {
                        Rows = harmless.Prompts,
                        Interventions = [.. Enumerable.Repeat(intervention, harmless.Prompts.Count)],
                        MaximumNewTokens = Source.MaximumNewTokens,
                        EndTokens = Source.EndTokens,
                        RowsAtOnce = RowsAtOnce(model.Config, harmless.Prompts, Source.MaximumNewTokens),
                        TokensAtOnce = Math.Max(1, model.BatchTokens / 2),
                    }
                );
                return new AnswerKindsItem([
                    .. answers.Zip(harmless.Prompts, (answer, prompt) => Source.Judge(Source.Language, prompt, answer.Ids)),
                ]).Encode();
            }
        );
        var kinds = AnswerKindsItem.Decode(item).Kinds;
        return kinds.Length == harmless.Prompts.Count
            ? kinds
            : throw item.Damaged($"it holds {kinds.Length} answers", $"{harmless.Prompts.Count}");
    }

    private static long Answering(IReadOnlyList<int[]> prompts, int newTokens) => prompts.Sum(prompt => (long)prompt.Length + newTokens);
}
