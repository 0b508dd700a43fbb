using Refrain.Checkpoints;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs.Progress;

namespace Refrain;

/// <summary>What each stage will cost, in tokens times layers, so that the time left covers the whole audit.</summary>
internal static class AuditProgress
{
    /// <summary>A meter that knows the stages to come.</summary>
    public static ProgressMeter Meter(AuditPlan plan, ModelConfig config, AuditSettings settings, int positions, Action<ProgressEvent>? sink) =>
        new(Planned(plan, config, settings, positions), sink ?? (_ => { }));

    /// <summary>The stages, before the source's direction is known.</summary>
    public static IReadOnlyList<PlannedStage> Planned(AuditPlan plan, ModelConfig config, AuditSettings settings, int positions)
    {
        long responses = plan.Languages.Sum(language => Enum.GetValues<PromptClass>().Sum(promptClass => 2L * plan.Test(language, promptClass).Prompts.Count)) * (settings.MaximumNewTokens + 30) * config.Layers;
        return [new PlannedStage(PrecisionCheck.Stage, PrecisionCheck.Cost(plan, settings, config.Layers)), new PlannedStage("extraction", Extraction(plan, config)), new PlannedStage("selection", Selection(plan, config, settings, positions)), new PlannedStage("responses", responses)];
    }

    /// <summary>Train prompts of every language.</summary>
    public static long Extraction(AuditPlan plan, ModelConfig config) =>
        plan.Read.Sum(language => Tokens(plan.Train(language, PromptClass.Harmful)) + Tokens(plan.Train(language, PromptClass.Harmless))) * config.Layers;

    /// <summary>The validation prompts, then every score of every candidate; a third of that where most are excluded after a few prompts.</summary>
    public static long Selection(AuditPlan plan, ModelConfig config, AuditSettings settings, int positions)
    {
        long harmful = Tokens(plan.Source.HarmfulValidation), harmless = Tokens(plan.Source.HarmlessValidation);
        long layers = config.Layers, half = layers * layers / 2;
        long scores = positions * (harmless * half + layers * layers * (harmless + harmful) + half * (harmless + harmful));
        return layers * (harmful + harmless) + (settings.FullSweep ? scores : scores / 3);
    }

    /// <summary>Prompts and the longest answers to them.</summary>
    public static long Responses(IReadOnlyList<Question> questions, AuditSettings settings, ModelConfig config) =>
        questions.Sum(question => (long)question.Ids.Length + settings.MaximumNewTokens) * config.Layers;

    private static long Tokens(IReadOnlyList<int[]> prompts) => prompts.Sum(prompt => (long)prompt.Length);
}
