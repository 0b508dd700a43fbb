using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>The stages of an audit in their order: progress, estimates and times all read this list.</summary>
internal static class AuditStages
{
    /// <summary>Checkpoint, prompts, plan, run and model are opened.</summary>
    public static readonly AuditStage Opening = new("opening");

    /// <summary>What 8-bit arithmetic changes, where it was asked for.</summary>
    public static readonly AuditStage Precision = new("precision")
    {
        NeedsModel = true,
        Cost = PrecisionCheck.Cost,
        Prompts = plan => 2 * PrecisionCheck.Prompts(plan),
        Passes = Readings,
        Worked = (_, findings, tokens) => Work(findings.Precision?.Prompts ?? 0, "prompts", tokens),
    };

    /// <summary>What the model holds on the report's source language.</summary>
    public static readonly AuditStage Source = new("source")
    {
        NeedsModel = true,
        Cost = plan => Reading(plan, plan.Sources.Take(1)),
        Prompts = plan => plan.TrainPrompts(plan.Settings.Source),
        Passes = Readings,
        Worked = (plan, _, tokens) => Work(plan.TrainPrompts(plan.Settings.Source), "prompts", tokens),
    };

    /// <summary>The source's direction, and the intervention that takes its refusals away.</summary>
    public static readonly AuditStage Selection = new("selection")
    {
        NeedsModel = true,
        Cost = plan => Selecting(plan, plan.Sources.Take(1)),
        Prompts = plan => Validation(plan, plan.Settings.Source),
        Passes = Readings,
        Worked = (_, findings, tokens) => Work(Candidates(findings.Sources.Values.Take(1)), "candidates", tokens),
    };

    /// <summary>What the model holds on the other languages.</summary>
    public static readonly AuditStage Extraction = new("extraction")
    {
        NeedsModel = true,
        Cost = plan => Reading(plan, plan.Others),
        Prompts = plan => plan.Others.Sum(plan.TrainPrompts),
        Passes = Readings,
        Worked = (plan, _, tokens) => Work(plan.Others.Sum(plan.TrainPrompts), "prompts", tokens),
    };

    /// <summary>The other sources' directions, and of every source directions that should do nothing.</summary>
    public static readonly AuditStage Controls = new("controls")
    {
        NeedsModel = true,

        // The selections of all sources but the report's, and of every source its train prompts once more, for its control.
        Cost = plan => Selecting(plan, plan.Sources.Skip(1)) + (plan.Settings.Controls ? Reading(plan, plan.Sources) : 0),
        Prompts = plan =>
            plan.Sources.Skip(1).Sum(source => Validation(plan, source))
            + (plan.Settings.Controls ? plan.Sources.Sum(plan.TrainPrompts) : 0),
        Passes = Readings,
        Worked = (_, findings, tokens) => Work(Candidates(findings.Sources.Values.Skip(1)), "candidates", tokens),
    };

    /// <summary>Answers at baseline and with each direction ablated and added, in every language.</summary>
    public static readonly AuditStage Responses = new("responses")
    {
        NeedsModel = true,
        Answers = true,
        Cost = plan =>
            plan.Config.Layers
            * plan.Treatments.Sum(treatment => plan.Answers(treatment).Sum(tokens => (long)tokens + plan.Settings.MaximumNewTokens)),
        Prompts = Asked,
        Passes = (plan, _, _) =>
            Ceiling(Asked(plan), Generation.RowsAtOnce(plan.Config, plan.LongestTest() + plan.Settings.MaximumNewTokens))
            * plan.Settings.MaximumNewTokens,
        Worked = (_, findings, _) =>
            Work(
                findings.Judged.Count,
                "responses",
                findings.Questions.Sum(question => (long)question.Ids.Length) + findings.Judged.Sum(judged => (long)judged.Response.Tokens)
            ),
    };

    /// <summary>Where the languages' prompts lie beside the source's, of what was read before.</summary>
    public static readonly AuditStage Geometry = new("geometry")
    {
        Cost = plan => plan.Read.Count * GeometryMeasurement.Cost(plan.Config.Layers),
        Prompts = plan => plan.Read.Sum(language => Kept(plan, language, PromptClass.Harmful) + Kept(plan, language, PromptClass.Harmless)),
        Worked = (_, findings, _) => Work(findings.Geometry.Languages.Count, "languages"),
    };

    /// <summary>What each answer does with its request.</summary>
    public static readonly AuditStage Judging = new("judging") { Worked = (_, findings, _) => Work(findings.Judged.Count, "responses") };

    /// <summary>Rates, transfer and verdicts.</summary>
    public static readonly AuditStage Measurement = new("measurement");

    /// <summary>The report and the exports beside it.</summary>
    public static readonly AuditStage Report = new("report");

    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<AuditStage> All { get; } =
    [Opening, Precision, Source, Selection, Extraction, Controls, Responses, Geometry, Judging, Measurement, Report];

    /// <summary>What the stages of a plan will cost, in tokens times layers, so that the time left covers the whole audit.</summary>
    public static IReadOnlyList<PlannedStage> Planned(AuditPlan plan) =>
        [.. from stage in All let cost = stage.Cost?.Invoke(plan) where cost is not null select new PlannedStage(stage.Name, cost.Value)];

    /// <summary>The cost of answering questions that are known: prompts and the longest answers to them.</summary>
    public static long Answering(AuditPlan plan, IReadOnlyList<Question> questions) =>
        questions.Sum(question => (long)question.Ids.Length + plan.Settings.MaximumNewTokens) * plan.Config.Layers;

    private static long Reading(AuditPlan plan, IEnumerable<string> languages) =>
        languages.Sum(language => Tokens(plan.Train(language, PromptClass.Harmful)) + Tokens(plan.Train(language, PromptClass.Harmless)))
        * plan.Config.Layers;

    /// <summary>
    /// Of some sources: the validation prompts, then every score of every candidate; a third of that where most are excluded after a few
    /// prompts; limits on answers for one candidate.
    /// </summary>
    private static long Selecting(AuditPlan plan, IEnumerable<string> sources) =>
        sources.Sum(source => Selecting(plan, plan.PromptsOf(source)));

    private static long Selecting(AuditPlan plan, SourcePrompts source)
    {
        var settings = plan.Settings;
        long harmful = Tokens(source.HarmfulValidation),
            harmless = Tokens(source.HarmlessValidation);
        long layers = plan.Config.Layers,
            half = layers * layers / 2;
        long scores = plan.Positions * (harmless * half + layers * layers * (harmless + harmful) + half * (harmless + harmful));
        long answers = settings.AnswerLimits.Any
            ? layers * AnswerChecks.Work(source.HarmlessValidation, settings.AnswerLimits, settings.MaximumNewTokens)
            : 0;
        return layers * (harmful + harmless) + (settings.FullSweep ? scores : scores / 3) + answers;
    }

    private static long Asked(AuditPlan plan) => plan.Treatments.Sum(treatment => (long)plan.Answers(treatment).Count());

    private static long Validation(AuditPlan plan, string source) =>
        plan.PromptsOf(source).HarmfulValidation.Count + plan.PromptsOf(source).HarmlessValidation.Count;

    private static long Kept(AuditPlan plan, string language, PromptClass promptClass) =>
        Math.Min(KeptRows.Most, plan.Train(language, promptClass).Count);

    private static long Readings(AuditPlan plan, long tokens, int batch) => Ceiling(tokens, batch);

    private static int Candidates(IEnumerable<SourceDirection> sources) => sources.Sum(source => source.Selection.Candidates.Count);

    private static StageWork Work(int count, string of, long? tokens = null) =>
        new()
        {
            Count = count,
            Of = of,
            Tokens = tokens,
        };

    private static long Tokens(IReadOnlyList<int[]> prompts) => prompts.Sum(prompt => (long)prompt.Length);

    private static long Ceiling(long all, long each) => (all + each - 1) / each;
}
