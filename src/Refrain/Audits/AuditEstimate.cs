using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Refrain.Inference;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>What one stage of an audit will take.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Prompts">Prompts that are read or answered; one that is answered under several treatments counts for each.</param>
/// <param name="Tokens">Tokens through all layers, of prompts and longest answers.</param>
/// <param name="Passes">Runs of the model over a batch, at most.</param>
/// <param name="Seconds">At the sample's speed; null where none was measured.</param>
public sealed record StageEstimate(string Stage, long Prompts, long Tokens, long Passes, double? Seconds);

/// <summary>A file that measures over-refusal, of which an audit asks prompts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Prompts">Prompts of it that are asked.</param>
public sealed record OverRefusalEstimate(string Name, int Prompts);

/// <summary>What an audit will cost, known before it starts.</summary>
public sealed record AuditEstimate
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The suite's name.</summary>
    public required string Suite { get; init; }

    /// <summary>The languages to report, in the order asked for.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>The languages that directions are taken from, the report's source first.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>True: with controls.</summary>
    public required bool Controls { get; init; }

    /// <summary>What is ablated with a probability, or null.</summary>
    public StressSettings? Stress { get; init; }

    /// <summary>Files that measure over-refusal, and how many of their prompts are asked.</summary>
    public required IReadOnlyList<OverRefusalEstimate> OverRefusal { get; init; }

    /// <summary>True where the selection has limits on answers, which are counted for one candidate.</summary>
    public required bool AnswerLimits { get; init; }

    /// <summary>The stages in their order; upper estimates, as if every source had a direction that passes.</summary>
    public required IReadOnlyList<StageEstimate> Stages { get; init; }

    /// <summary>Memory and disk that the audit takes, and what this machine has.</summary>
    public required Preflight Preflight { get; init; }

    /// <summary>The speed that the times are from; null where none was measured.</summary>
    public SpeedSample? Speed { get; init; }

    /// <summary>Why none was, or null.</summary>
    public string? NoSpeed => NoSpeedText?.ToString();

    /// <summary>The same, which can be read in other names.</summary>
    internal SettingText? NoSpeedText { get; init; }

    /// <summary>Seconds in all; null where no speed was measured.</summary>
    public double? Seconds => Speed is null ? null : Stages.Sum(stage => stage.Seconds);

    // Preparing more takes minutes, which nobody asked for yet.
    private const long MostPrepared = 1_000_000_000;

    /// <summary>Estimates the audit of a request; nothing is written but prepared weights of small models.</summary>
    /// <param name="request">The audit.</param>
    /// <param name="progress">Told how far a download is, or null.</param>
    /// <param name="logger">Told what is worth a line, or null.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BadInputException">The model, the suite or a setting cannot be used.</exception>
    public static AuditEstimate Of(
        AuditRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        return Of(request, AuditModel.Of(request, progress, logger ?? NullLogger.Instance, cancel), cancel);
    }

    /// <summary>The same; the model computes on a thread of its own, and a download is waited for on none.</summary>
    /// <inheritdoc cref="Of(AuditRequest, IProgress{ProgressEvent}?, ILogger?, CancellationToken)"/>
    public static async Task<AuditEstimate> OfAsync(
        AuditRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        string model = await AuditModel.OfAsync(request, progress, logger ?? NullLogger.Instance, cancel).ConfigureAwait(false);
        return await LongWork.Run(() => Of(request, model, cancel)).ConfigureAwait(false);
    }

    private static AuditEstimate Of(AuditRequest request, string model, CancellationToken cancel)
    {
        using var subject = AuditSubject.Open(request, model);
        var (plan, settings, checkpoint) = (subject.Plan, subject.Settings, subject.Checkpoint);
        var preflight = subject.Preflight(request.Run ?? "runs");
        SettingText unprepared = $"its weights are not prepared yet, which takes a while: {Hint.PrepareWeights}";
        var noSpeed =
            preflight.Problems.Count > 0 ? (SettingText)"the audit does not fit this machine"
            : checkpoint.ParameterCount > MostPrepared
            && !File.Exists(PreparedWeights.PathOf(checkpoint, subject.Cache, settings.Precision))
                ? unprepared
            : null;
        var speed = noSpeed is null ? Measure(subject, cancel) : null;
        return new AuditEstimate
        {
            Model = checkpoint.Name,
            Suite = subject.Suite.Name,
            Languages = plan.Languages,
            Sources = plan.Sources,
            Controls = settings.Controls,
            Stress = settings.Stress,
            AnswerLimits = settings.AnswerLimits.Any,
            OverRefusal =
            [
                .. plan.OverRefusal.Select(set => new OverRefusalEstimate(
                    set.Name,
                    set.Prompts.Count(prompt => plan.Languages.Contains(prompt.Language))
                )),
            ],
            Stages = Of(plan, request.Compute.BatchTokensOf(plan.Config), speed),
            Preflight = preflight,
            Speed = speed,
            NoSpeedText = noSpeed,
        };
    }

    private static SpeedSample Measure(AuditSubject subject, CancellationToken cancel)
    {
        long opened = Stopwatch.GetTimestamp();
        using var model = subject.OpenModel();
        return SpeedSample.Measure(model, subject.Plan, subject.Format, opened, cancel);
    }

    private static IReadOnlyList<StageEstimate> Of(AuditPlan plan, int batch, SpeedSample? speed) =>
        [
            .. from stage in AuditStages.All
            let tokens = (stage.Cost?.Invoke(plan) ?? 0) / plan.Config.Layers
            where tokens > 0
            select new StageEstimate(
                stage.Name,
                stage.Prompts(plan),
                tokens,
                stage.Passes?.Invoke(plan, tokens, batch) ?? 0,
                tokens / (stage.Answers ? speed?.Answering : speed?.Reading)
            ),
        ];
}
