using Microsoft.Extensions.Logging;
using Refrain.Audits;
using Refrain.Measurement;
using Refrain.Reports.Comparing;
using Refrain.Runs.Progress;

namespace Refrain.Comparisons;

/// <summary>What changed from one finished audit to another, held against thresholds (docs/method.md 9).</summary>
public static class AuditComparison
{
    /// <summary>Compares two runs, and writes what the request asks for.</summary>
    /// <param name="request">What to compare, and what to write.</param>
    /// <param name="progress">Told how far the audit of a model is, or null.</param>
    /// <param name="logger">Told what such an audit finds worth a line, or null.</param>
    /// <param name="cancel">Interrupts an audit.</param>
    /// <exception cref="BadInputException">A run or the thresholds cannot be used, or the runs cannot be compared.</exception>
    /// <exception cref="OperationCanceledException">An audit was interrupted; the same request continues it.</exception>
    public static ComparisonResult Run(
        ComparisonRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        var thresholds = Thresholds(request);
        string Folder(string name, string other) =>
            ComparedSource.Audit(name, other, request.Audit) is { } audit ? Audit.Run(audit, progress, logger, cancel).Folder : name;
        return Compare(request, thresholds, Folder(request.A, request.B), Folder(request.B, request.A));
    }

    /// <summary>The same; models are audited as by <see cref="Audit.RunAsync"/>.</summary>
    /// <inheritdoc cref="Run"/>
    public static async Task<ComparisonResult> RunAsync(
        ComparisonRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        var thresholds = Thresholds(request);
        async Task<string> Folder(string name, string other) =>
            ComparedSource.Audit(name, other, request.Audit) is { } audit
                ? (await Audit.RunAsync(audit, progress, logger, cancel).ConfigureAwait(false)).Folder
                : name;
        string first = await Folder(request.A, request.B).ConfigureAwait(false),
            second = await Folder(request.B, request.A).ConfigureAwait(false);
        return await LongWork.Run(() => Compare(request, thresholds, first, second)).ConfigureAwait(false);
    }

    // Before anything is audited: a slip in this file should not cost an hour.
    private static DriftThresholds Thresholds(ComparisonRequest request) =>
        request.Thresholds is { } path ? ThresholdsFile.Read(path) : ThresholdsFile.Default;

    private static ComparisonResult Compare(ComparisonRequest request, DriftThresholds thresholds, string first, string second)
    {
        using var a = ComparedRun.Open(first);
        using var b = ComparedRun.Open(second);
        ComparedPair.Check(a, b);
        var report = ComparisonBuilding.Build(a, b, thresholds, request.Command);

        string folder = request.Output ?? Path.Combine(request.Runs, $"compare-{report.A.Key}-{report.B.Key}");
        foreach (var file in ComparisonWriter.Render(report))
        {
            AtomicFile.WriteAt(Path.Combine(folder, file.Name), AtomicFile.Text(file.Text));
        }

        if (request.Junit is { } junit)
        {
            AtomicFile.WriteAt(junit, AtomicFile.Text(JunitXml.Write(report)));
        }

        if (request.Sarif is { } sarif)
        {
            AtomicFile.WriteAt(sarif, AtomicFile.Text(SarifJson.Write(report, SarifJson.Location(Path.Combine(folder, "compare.json")))));
        }

        return new ComparisonResult(report, folder);
    }
}
