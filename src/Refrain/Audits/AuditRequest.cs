using Refrain.Hub;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>What to audit, and where its run is kept.</summary>
public sealed record AuditRequest
{
    /// <summary>
    /// A Hugging Face folder, a .gguf file, or a name on the Hub (<c>org/name[@revision][:file.gguf]</c>); null: the embedded demo model.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>PolyRefuse's folder or a suite.jsonl; null: the embedded suite.</summary>
    public string? Suite { get; init; }

    /// <summary>What is measured and how.</summary>
    public AuditSettings Settings { get; init; } = new();

    /// <summary>
    /// The run's folder; null: in <see cref="Runs"/>, the model's name with a hash of everything that determines the run.
    /// </summary>
    public string? Run { get; init; }

    /// <summary>The folder of runs that have no folder of their own.</summary>
    public string Runs { get; init; } = "runs";

    /// <summary>True: only an existing run is meant.</summary>
    public bool ResumeOnly { get; init; }

    /// <summary>How this machine computes.</summary>
    public ComputeSettings Compute { get; init; } = new();

    /// <summary>The command line that repeats the audit, for the report.</summary>
    public string Command { get; init; } = "";

    /// <summary>True: an audit that does not seem to fit this machine's memory or disk is tried all the same.</summary>
    public bool IgnorePreflight { get; init; }

    /// <summary>Where models of the Hub come from; null: as the environment says.</summary>
    public HubSettings? Hub { get; init; }

    /// <summary>Refuses a request that makes no sense, before anything is opened.</summary>
    /// <exception cref="BadInputException">A setting makes none.</exception>
    internal void Check()
    {
        Settings.Check();
        if (Run is not null)
        {
            FolderClaim.Resolve(Run);
        }

        KnownSettings.Runs.Require(Runs is not null && !Runs.Contains('\0'), Runs, "a folder's path");
        Compute.Check();
    }
}

/// <summary>A finished audit.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Folder">The run's folder, which holds report.html, report.json and report.md.</param>
public sealed record AuditResult(AuditReport Report, string Folder);
