using Refrain.Audits;

namespace Refrain.Cli.Json;

/// <summary>What <c>refrain audit --plan --json</c> prints.</summary>
internal sealed record AuditPlanJson
{
    public int SchemaVersion { get; init; } = 1;

    public required string Model { get; init; }

    public required string Suite { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary><c>all</c> or <c>none</c>.</summary>
    public required string Controls { get; init; }

    public required IReadOnlyList<double> StressProbabilities { get; init; }

    public required int StressPrompts { get; init; }

    public required IReadOnlyList<PlannedSetJson> OverRefusal { get; init; }

    public required IReadOnlyList<PlannedStageJson> Stages { get; init; }

    public double? Seconds { get; init; }

    /// <summary>Why the seconds are null.</summary>
    public string? NoTime { get; init; }

    public double? OpeningSeconds { get; init; }

    public double? TokensReadPerSecond { get; init; }

    public double? TokensAnsweredPerSecond { get; init; }

    public required PreflightJson Preflight { get; init; }

    public static AuditPlanJson Of(AuditEstimate plan) =>
        new()
        {
            Model = plan.Model,
            Suite = plan.Suite,
            Languages = plan.Languages,
            Sources = plan.Sources,
            Controls = plan.Controls ? AuditSettings.All : "none",
            StressProbabilities = plan.Stress?.Probabilities ?? [],
            StressPrompts = plan.Stress?.Prompts ?? 0,
            OverRefusal = [.. plan.OverRefusal.Select(set => new PlannedSetJson(set.Name, set.Prompts))],
            Stages =
            [
                .. plan.Stages.Select(stage => new PlannedStageJson(
                    stage.Stage,
                    stage.Prompts,
                    stage.Tokens,
                    stage.Passes,
                    Rounded(stage.Seconds)
                )),
            ],
            Seconds = Rounded(plan.Seconds),
            NoTime = plan.NoSpeedText is { } why ? OptionNames.In(why) : null,
            OpeningSeconds = Rounded(plan.Speed?.OpeningSeconds),
            TokensReadPerSecond = Rounded(plan.Speed?.Reading),
            TokensAnsweredPerSecond = Rounded(plan.Speed?.Answering),
            Preflight = PreflightJson.Of(plan.Preflight),
        };

    private static double? Rounded(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 3) : null;
}

/// <summary>A file that over-refusal is measured on.</summary>
internal sealed record PlannedSetJson(string Name, int Prompts);

/// <summary>What a stage will work on, at most.</summary>
internal sealed record PlannedStageJson(string Stage, long Prompts, long Tokens, long Passes, double? Seconds);
