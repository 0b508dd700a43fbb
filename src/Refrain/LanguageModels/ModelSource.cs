using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Refrain.Hub;
using Refrain.Runs.Progress;

namespace Refrain.LanguageModels;

/// <summary>Where a model's files are: a path that exists, or what the Hub's cache holds after a download.</summary>
internal static class ModelSource
{
    /// <summary>The path of a model. A folder or file that exists always wins over a name on the Hub.</summary>
    /// <param name="model">A path, or <c>[hf://]org/name[@revision][:file.gguf]</c>.</param>
    /// <param name="content">What is needed of it.</param>
    /// <param name="hub">Where models come from; null: as the environment says.</param>
    /// <param name="progress">Told how far a download is, or null.</param>
    /// <param name="logger">Told what is worth a line for the user, or null.</param>
    /// <param name="cancel">Stops a download; the next one continues it.</param>
    /// <exception cref="BadInputException">The model cannot be had.</exception>
    /// <exception cref="IOException">The network failed, or the disk is full.</exception>
    public static string Find(
        string model,
        HubContent content = HubContent.Model,
        HubSettings? hub = null,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    ) => Task.Run(() => FindAsync(model, content, hub, progress, logger, cancel), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="Find"/>
    public static Task<string> FindAsync(
        string model,
        HubContent content = HubContent.Model,
        HubSettings? hub = null,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        if (Path.Exists(model) || model.Contains('\0') || HubName.Parse(model) is not { } name)
        {
            return Task.FromResult(model);
        }

        logger ??= NullLogger.Instance;
        var download = new HubDownload(hub ?? HubSettings.FromEnvironment(), DownloadProgress.To(progress), logger.Note);
        return download.GetAsync(name, content, cancel);
    }
}
