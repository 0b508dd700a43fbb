using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Audits;

/// <summary>
/// What an audit is of, opened: the checkpoint, how prompts become its tokens, the suite, and every prompt that will be used.
/// </summary>
internal sealed class AuditSubject : IDisposable
{
    /// <param name="checkpoint">The model; disposed with this.</param>
    /// <param name="format">How prompts are rendered.</param>
    /// <param name="suite">The prompts.</param>
    /// <param name="settings">What is measured and how.</param>
    /// <param name="compute">How this machine computes.</param>
    /// <exception cref="BadInputException">A setting does not fit the suite.</exception>
    public AuditSubject(Checkpoint checkpoint, PromptFormat format, Suite suite, AuditSettings settings, ComputeSettings compute)
    {
        (Checkpoint, Format, Suite, Settings, Compute) = (checkpoint, format, suite, settings, compute);
        Plan = new AuditPlan(suite, format, checkpoint.Config, settings);
    }

    public Checkpoint Checkpoint { get; }

    public PromptFormat Format { get; }

    public Suite Suite { get; }

    public AuditSettings Settings { get; }

    public ComputeSettings Compute { get; }

    public AuditPlan Plan { get; }

    /// <summary>Where prepared weights are kept.</summary>
    public string Cache => Settings.CacheOrDefault;

    /// <summary>Opens what a request names, and checks that every prompt fits the model.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model's files.</param>
    /// <exception cref="BadInputException">The model, the suite or a setting cannot be used.</exception>
    public static AuditSubject Open(AuditRequest request, string model)
    {
        var checkpoint = Checkpoint.Open(model);
        try
        {
            var format = PromptFormat.Of(checkpoint, request.Settings.Template);
            var subject = new AuditSubject(checkpoint, format, Suite.Open(request.Suite), request.Settings, request.Compute);
            subject.Plan.CheckLengths();
            return subject;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>What the audit takes of this machine.</summary>
    /// <param name="run">The run's folder.</param>
    public Preflight Preflight(string run) => PreflightEstimate.OfAudit(this, run);

    /// <summary>Opens the model, and prepares its weights the first time.</summary>
    public Model OpenModel() => Model.Open(Checkpoint, Cache, Settings.Precision, ownsCheckpoint: false, compute: Compute);

    public void Dispose() => Checkpoint.Dispose();
}
