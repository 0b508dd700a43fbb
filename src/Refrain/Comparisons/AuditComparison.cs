using Refrain.Measurement;
using Refrain.Reports.Comparing;

namespace Refrain.Comparisons;

/// <summary>What changed from one finished audit to another, held against thresholds (method.md 9).</summary>
public static class AuditComparison
{
    /// <summary>Compares two runs, and writes what the request asks for.</summary>
    /// <exception cref="BadInputException">A run or the thresholds cannot be used, or the runs cannot be compared.</exception>
    /// <exception cref="OperationCanceledException">An audit was interrupted; the same request continues it.</exception>
    public static ComparisonResult Run(ComparisonRequest request, CancellationToken cancel = default)
    {
        request.Check();

        // Before anything is audited: a slip in this file should not cost an hour.
        var thresholds = request.Thresholds is { } path ? ThresholdsFile.Read(path) : ThresholdsFile.Default;

        string first = ComparedSource.Folder(request.A, request.B, request.Audit, cancel),
            second = ComparedSource.Folder(request.B, request.A, request.Audit, cancel);
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
