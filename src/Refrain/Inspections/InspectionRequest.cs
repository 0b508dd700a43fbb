using Refrain.Audits;
using Refrain.Hub;
using Refrain.Inference;
using Refrain.Tokens;

namespace Refrain.Inspections;

/// <summary>What to look at before an audit.</summary>
public sealed record InspectionRequest
{
    /// <summary>A Hugging Face folder, a .gguf file, or a name on the Hub (<c>org/name[@revision][:file.gguf]</c>).</summary>
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

    /// <summary>Where prepared weights are kept; null: <c>REFRAIN_CACHE</c>, else the user's cache folder.</summary>
    public string? Cache { get; init; }

    /// <summary>Where models of the Hub come from; null: as the environment says.</summary>
    public HubSettings? Hub { get; init; }

    /// <summary>How this machine computes.</summary>
    public ComputeSettings Compute { get; init; } = new();

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
            Cache = Cache,
            MaximumNewTokens = AuditSettings.UsualNewTokens(Template),
        };
}
