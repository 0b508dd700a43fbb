using Refrain.Checkpoints;
using Refrain.Measurement;
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
        return [new PlannedStage(PrecisionCheck.Stage, PrecisionCheck.Cost(plan, settings, config.Layers)), new PlannedStage("source", Reading(plan, [settings.Source], config)), new PlannedStage("selection", Selection(plan, config, settings, positions)), new PlannedStage("extraction", Reading(plan, plan.Others, config)), new PlannedStage("responses", responses), new PlannedStage("geometry", Geometry(plan, config))];
    }

    /// <summary>Train prompts of languages.</summary>
    public static long Reading(AuditPlan plan, IReadOnlyList<string> languages, ModelConfig config) =>
        languages.Sum(language => Tokens(plan.Train(language, PromptClass.Harmful)) + Tokens(plan.Train(language, PromptClass.Harmless))) * config.Layers;

    /// <summary>An upper estimate: the validation prompts, then addition and divergence for all candidates, ablated scores for a third of them.</summary>
    public static long Selection(AuditPlan plan, ModelConfig config, AuditSettings settings, int positions)
    {
        long harmful = Tokens(plan.Source.HarmfulValidation), harmless = Tokens(plan.Source.HarmlessValidation);
        long layers = config.Layers, half = layers * layers / 2;
        long ablated = settings.FullSweep ? harmful : harmful / 3;
        return layers * (harmful + harmless) + positions * (harmless * half + layers * layers * (harmless + ablated) + half * (harmless + ablated));
    }

    /// <summary>The geometry of every language that is read.</summary>
    public static long Geometry(AuditPlan plan, ModelConfig config) => plan.Read.Count * GeometryMeasurement.Cost(config.Layers);

    /// <summary>Prompts and the longest answers to them.</summary>
    public static long Responses(IReadOnlyList<Question> questions, AuditSettings settings, ModelConfig config) =>
        questions.Sum(question => (long)question.Ids.Length + settings.MaximumNewTokens) * config.Layers;

    private static long Tokens(IReadOnlyList<int[]> prompts) => prompts.Sum(prompt => (long)prompt.Length);
}
