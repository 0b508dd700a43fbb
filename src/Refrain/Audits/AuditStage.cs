using Refrain.Measurement;

namespace Refrain.Audits;

/// <summary>A stage of an audit: what it is called, what it costs, and what it works on.</summary>
/// <param name="Name">As progress, estimates and times name it.</param>
internal sealed record AuditStage(string Name)
{
    /// <summary>
    /// Tokens times layers that it takes, known before any direction is: as if every source had one that passes. Null: too quick for
    /// progress.
    /// </summary>
    public Func<AuditPlan, long>? Cost { get; init; }

    /// <summary>Prompts that it reads or answers; one that is answered under several treatments counts for each.</summary>
    public Func<AuditPlan, long> Prompts { get; init; } = _ => 0;

    /// <summary>
    /// Runs of the model over a batch, at most, of the stage's tokens and of how many a batch that only reads has; null: none, it works on
    /// what was read before.
    /// </summary>
    public Func<AuditPlan, long, int, long>? Passes { get; init; }

    /// <summary>True where it answers prompts, false where it only reads them: two speeds.</summary>
    public bool Answers { get; init; }

    /// <summary>True where it runs the model.</summary>
    public bool NeedsModel { get; init; }

    /// <summary>
    /// What it worked on, of the plan, of what was found, and of the tokens that went through the whole model in it; null: not told.
    /// </summary>
    public Func<AuditPlan, AuditFindings, long, StageWork>? Worked { get; init; }
}
