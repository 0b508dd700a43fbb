using Microsoft.Extensions.Logging;
using Refrain.Checkpoints;
using Refrain.Hub;
using Refrain.LanguageModels;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>Where the files of an audit's model are.</summary>
internal static class AuditModel
{
    /// <summary>The path of an audit's model; of the embedded demo where none is named.</summary>
    public static string Of(AuditRequest request, IProgress<ProgressEvent>? progress, ILogger logger, CancellationToken cancel) =>
        request.Model is { } named
            ? ModelSource.Find(named, HubContent.Model, request.Hub, progress, logger, cancel)
            : EmbeddedDemo.Extract(request.Settings.CacheOrDefault);

    /// <inheritdoc cref="Of"/>
    public static async Task<string> OfAsync(
        AuditRequest request,
        IProgress<ProgressEvent>? progress,
        ILogger logger,
        CancellationToken cancel
    ) =>
        request.Model is { } named
            ? await ModelSource.FindAsync(named, HubContent.Model, request.Hub, progress, logger, cancel).ConfigureAwait(false)
            : EmbeddedDemo.Extract(request.Settings.CacheOrDefault);
}
