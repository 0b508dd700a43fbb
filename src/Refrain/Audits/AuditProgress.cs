using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>What each stage will cost, in tokens times layers, so that the time left covers the whole audit.</summary>
internal static class AuditProgress
{
    /// <summary>A meter that knows the stages to come.</summary>
    public static ProgressMeter Meter(
        AuditPlan plan,
        ModelConfig config,
        AuditSettings settings,
        int positions,
        Action<ProgressEvent>? sink
    ) => new(Planned(plan, config, settings, positions), sink ?? (_ => { }));

    /// <summary>The stages, before the source's direction is known.</summary>
    public static IReadOnlyList<PlannedStage> Planned(AuditPlan plan, ModelConfig config, AuditSettings settings, int positions)
    {
        long responses =
            plan.Treatments.Sum(treatment => plan.Answers(treatment).Sum(tokens => (long)tokens + settings.MaximumNewTokens))
            * config.Layers;
        string source = plan.Sources[0];
        return
        [
            new PlannedStage(PrecisionCheck.Stage, PrecisionCheck.Cost(plan, settings, config.Layers)),
            new PlannedStage("source", Reading(plan, [source], config)),
            new PlannedStage("selection", Selection(plan, [source], config, settings, positions)),
            new PlannedStage("extraction", Reading(plan, plan.Others, config)),
            new PlannedStage("controls", Controls(plan, config, settings, positions)),
            new PlannedStage("responses", responses),
            new PlannedStage("geometry", Geometry(plan, config)),
        ];
    }

    /// <summary>Train prompts of languages.</summary>
    public static long Reading(AuditPlan plan, IReadOnlyList<string> languages, ModelConfig config) =>
        languages.Sum(language => Tokens(plan.Train(language, PromptClass.Harmful)) + Tokens(plan.Train(language, PromptClass.Harmless)))
        * config.Layers;

    /// <summary>
    /// Of some sources: the validation prompts, then every score of every candidate; a third of that where most are excluded after a few
    /// prompts; limits on answers for one candidate.
    /// </summary>
    public static long Selection(
        AuditPlan plan,
        IReadOnlyList<string> sources,
        ModelConfig config,
        AuditSettings settings,
        int positions
    ) => sources.Sum(source => Selection(plan.PromptsOf(source), config, settings, positions));

    /// <summary>The selections of all sources but the report's, and of every source its train prompts once more, for its control.</summary>
    public static long Controls(AuditPlan plan, ModelConfig config, AuditSettings settings, int positions) =>
        Selection(plan, [.. plan.Sources.Skip(1)], config, settings, positions)
        + (settings.Controls ? Reading(plan, plan.Sources, config) : 0);

    private static long Selection(SourcePrompts source, ModelConfig config, AuditSettings settings, int positions)
    {
        long harmful = Tokens(source.HarmfulValidation),
            harmless = Tokens(source.HarmlessValidation);
        long layers = config.Layers,
            half = layers * layers / 2;
        long scores = positions * (harmless * half + layers * layers * (harmless + harmful) + half * (harmless + harmful));
        long answers = settings.AnswerLimits.Any
            ? layers * AnswerChecks.Work(source.HarmlessValidation, settings.AnswerLimits, settings.MaximumNewTokens)
            : 0;
        return layers * (harmful + harmless) + (settings.FullSweep ? scores : scores / 3) + answers;
    }

    /// <summary>The geometry of every language that is read.</summary>
    public static long Geometry(AuditPlan plan, ModelConfig config) => plan.Read.Count * GeometryMeasurement.Cost(config.Layers);

    /// <summary>Prompts and the longest answers to them.</summary>
    public static long Responses(IReadOnlyList<Question> questions, AuditSettings settings, ModelConfig config) =>
        questions.Sum(question => (long)question.Ids.Length + settings.MaximumNewTokens) * config.Layers;

    private static long Tokens(IReadOnlyList<int[]> prompts) => prompts.Sum(prompt => (long)prompt.Length);
}
