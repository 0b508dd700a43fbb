using Microsoft.Extensions.Logging;
using Refrain.Hub;
using Refrain.Inference;
using Refrain.Runs.Progress;
using Refrain.Tokens;

namespace Refrain.LanguageModels;

/// <summary>How a language model is opened.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>The arithmetic of its linear layers.</summary>
    public Precision Precision { get; init; } = Precision.Exact;

    /// <summary>How conversations are rendered: system turn, thinking, further variables and the date of the chat template.</summary>
    public ChatOptions Template { get; init; } = new();

    /// <summary>How this machine computes.</summary>
    public ComputeSettings Compute { get; init; } = new();

    /// <summary>Where prepared weights are kept; null: <c>REFRAIN_CACHE</c>, else the user's cache folder.</summary>
    public string? Cache { get; init; }

    /// <summary>Where models of the Hub come from; null: as the environment says.</summary>
    public HubSettings? Hub { get; init; }

    /// <summary>Told how far a download is, or null.</summary>
    public IProgress<ProgressEvent>? Progress { get; init; }

    /// <summary>Told what is worth a line for the user (a model that moved, a server that asks to wait), or null.</summary>
    public ILogger? Logger { get; init; }
}
