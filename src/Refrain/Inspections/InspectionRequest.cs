using Refrain.Audits;
using Refrain.Inference;
using Refrain.Runs.Progress;
using Refrain.Tokens;

namespace Refrain.Inspections;

/// <summary>What to look at before an audit.</summary>
internal sealed record InspectionRequest
{
    /// <summary>A Hugging Face folder or a .gguf file.</summary>
    public required string Model { get; init; }

    /// <summary>The suite that the audit will use; null: the embedded one.</summary>
    public string? Suite { get; init; }

    /// <summary>The audit's languages; null: all that the suite has.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>The language that the audit takes the direction from.</summary>
    public string Source { get; init; } = "en";

    /// <summary>How prompts are rendered.</summary>
    public ChatOptions Template { get; init; } = new();

    /// <summary>Prompts per class and language to try; 0: none; null: a few where that is quick.</summary>
    public int? Sample { get; init; }

    /// <summary>Where prepared weights are kept.</summary>
    public required string Cache { get; init; }

    /// <summary>How this machine computes.</summary>
    public ComputeSettings Compute { get; init; } = new();

    /// <summary>Told how far the sample is, or null.</summary>
    public Action<ProgressEvent>? Progress { get; init; }

    /// <summary>Refuses a request that makes no sense, before anything is opened.</summary>
    /// <exception cref="BadInputException">A setting makes none.</exception>
    internal void Check()
    {
        Settings.Check();
        KnownSettings.Sample.Require(Sample is null or >= 0, Sample, "a whole number from 0 on, or null");
        Compute.Check();
    }

    /// <summary>The standard audit of the same choices.</summary>
    public AuditSettings Settings =>
        new()
        {
            Languages = Languages,
            Source = Source,
            Template = Template,
            MaximumNewTokens = AuditSettings.UsualNewTokens(Template),
        };
}
