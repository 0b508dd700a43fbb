using System.Diagnostics;
using Refrain.Checkpoints;
using Refrain.Hub;
using Refrain.Inference;
using Refrain.LanguageModels;
using Refrain.Prompts;

namespace Refrain.Audits;

/// <summary>What one stage of an audit will take.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Prompts">Prompts that are read or answered; one that is answered under several treatments counts for each.</param>
/// <param name="Tokens">Tokens through all layers, of prompts and longest answers.</param>
/// <param name="Passes">Runs of the model over a batch, at most.</param>
/// <param name="Seconds">At the sample's speed; null where none was measured.</param>
internal sealed record StageEstimate(string Stage, long Prompts, long Tokens, long Passes, double? Seconds);

/// <summary>What an audit will cost, known before it starts.</summary>
internal sealed record AuditEstimate
{
    public required string Model { get; init; }

    public required string Suite { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>True: with controls.</summary>
    public required bool Controls { get; init; }

    /// <summary>What is ablated with a probability, or null.</summary>
    public StressSettings? Stress { get; init; }

    /// <summary>Files that measure over-refusal, and how many of their prompts are asked.</summary>
    public required IReadOnlyList<(string Name, int Prompts)> OverRefusal { get; init; }

    /// <summary>True where the selection has limits on answers, which are counted for one candidate.</summary>
    public required bool AnswerLimits { get; init; }

    /// <summary>The stages in their order; upper estimates, as if every source had a direction that passes.</summary>
    public required IReadOnlyList<StageEstimate> Stages { get; init; }

    public required Preflight Preflight { get; init; }

    /// <summary>The speed that the times are from; null where none was measured.</summary>
    public SpeedSample? Speed { get; init; }

    /// <summary>Why none was, or null.</summary>
    public string? NoSpeed { get; init; }

    /// <summary>Seconds in all; null where no speed was measured.</summary>
    public double? Seconds => Speed is null ? null : Stages.Sum(stage => stage.Seconds);

    // Preparing more takes minutes, which nobody asked for yet.
    private const long MostPrepared = 1_000_000_000;

    /// <summary>Estimates the audit of a request; nothing is written but prepared weights of small models.</summary>
    /// <exception cref="BadInputException">The model, the suite or a setting cannot be used.</exception>
    public static AuditEstimate Of(AuditRequest request, CancellationToken cancel = default)
    {
        var settings = request.Settings;
        string cache = settings.Cache ?? CacheFolder.Default;
        using var checkpoint = Checkpoint.Open(
            request.Model is { } named
                ? ModelSource.Find(named, HubContent.Model, request.Hub, request.Progress, request.Note, cancel)
                : EmbeddedDemo.Extract(cache)
        );
        var format = PromptFormat.Of(checkpoint, settings.Template);
        var suite = request.Suite is null ? Prompts.Suite.Embedded() : Prompts.Suite.Load(request.Suite);
        var plan = new AuditPlan(suite, format, settings);
        plan.CheckLengths(checkpoint.Config.MaximumPositions);
        int positions = format.PostInstruction.Length;
        var preflight = PreflightEstimate.OfAudit(checkpoint, plan, settings, positions, cache, request.Run ?? "runs", request.Compute);
        string? noSpeed =
            preflight.Problems.Count > 0 ? "the audit does not fit this machine"
            : checkpoint.ParameterCount > MostPrepared && !File.Exists(PreparedWeights.PathOf(checkpoint, cache, settings.Precision))
                ? "its weights are not prepared yet, which takes a while: refrain inspect --sample 4 prepares them"
            : null;
        var speed = noSpeed is null ? Measure(checkpoint, cache, plan, format, request, cancel) : null;
        return new AuditEstimate
        {
            Model = checkpoint.Name,
            Suite = suite.Name,
            Languages = plan.Languages,
            Sources = plan.Sources,
            Controls = settings.Controls,
            Stress = settings.Stress,
            AnswerLimits = settings.AnswerLimits.Any,
            OverRefusal =
            [
                .. plan.OverRefusal.Select(set => (set.Name, set.Prompts.Count(prompt => plan.Languages.Contains(prompt.Language)))),
            ],
            Stages = Of(plan, checkpoint.Config, request, positions, speed),
            Preflight = preflight,
            Speed = speed,
            NoSpeed = noSpeed,
        };
    }

    private static SpeedSample Measure(
        Checkpoint checkpoint,
        string cache,
        AuditPlan plan,
        PromptFormat format,
        AuditRequest request,
        CancellationToken cancel
    )
    {
        long opened = Stopwatch.GetTimestamp();
        using var model = Inference.Model.Open(
            checkpoint,
            cache,
            request.Settings.Precision,
            ownsCheckpoint: false,
            compute: request.Compute
        );
        return SpeedSample.Measure(model, plan, format, request.Settings, cancel, opened);
    }

    private static IReadOnlyList<StageEstimate> Of(
        AuditPlan plan,
        ModelConfig config,
        AuditRequest request,
        int positions,
        SpeedSample? speed
    )
    {
        var settings = request.Settings;
        int batch = request.Compute.BatchTokensOf(config),
            rows = Generation.RowsAtOnce(config, plan.LongestTest() + settings.MaximumNewTokens);
        long answers = plan.Treatments.Sum(treatment => (long)plan.Answers(treatment).Count());
        long Validation(string source) => plan.PromptsOf(source).HarmfulValidation.Count + plan.PromptsOf(source).HarmlessValidation.Count;
        long Train(string language) => plan.Train(language, PromptClass.Harmful).Count + plan.Train(language, PromptClass.Harmless).Count;
        long Kept(string language, PromptClass promptClass) => Math.Min(Directions.KeptRows.Most, plan.Train(language, promptClass).Count);
        return
        [
            .. from planned in AuditProgress.Planned(plan, config, settings, positions)
            let tokens = (long)planned.Work / config.Layers
            where tokens > 0
            let prompts = planned.Stage switch
            {
                "responses" => answers,
                "source" => Train(settings.Source),
                "selection" => Validation(settings.Source),
                "extraction" => plan.Others.Sum(Train),
                "controls" => plan.Sources.Skip(1).Sum(Validation) + (settings.Controls ? plan.Sources.Sum(Train) : 0),
                "geometry" => plan.Read.Sum(language => Kept(language, PromptClass.Harmful) + Kept(language, PromptClass.Harmless)),
                _ => 2 * PrecisionCheck.Prompts(plan, settings),
            }
            let passes = planned.Stage switch
            {
                "responses" => Ceiling(answers, rows) * settings.MaximumNewTokens,
                "geometry" => 0, // Of what was read before.
                _ => Ceiling(tokens, batch),
            }
            select new StageEstimate(
                planned.Stage,
                prompts,
                tokens,
                passes,
                tokens / (planned.Stage == "responses" ? speed?.Answering : speed?.Reading)
            ),
        ];
    }

    private static long Ceiling(long all, long each) => (all + each - 1) / each;
}
