using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Refrain.Bench;

/// <summary>Runs the pieces and keeps their times beside the other results.</summary>
internal static class PiecesRun
{
    /// <param name="arguments">Options of BenchmarkDotNet, such as <c>--filter *Judge*</c>; and <c>--results</c> and <c>--write</c> as in a
    /// comparison.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        string[] own = [.. arguments.Index().Where(pair => IsOwn(arguments, pair.Index)).Select(pair => pair.Item)];
        string[] others = [.. arguments.Index().Where(pair => !IsOwn(arguments, pair.Index)).Select(pair => pair.Item)];
        var options = ComparisonOptions.Parse(own);

        // In this process: the other toolchains write a project of their own, which this repository's build settings break.
        var config = ManualConfig
            .Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.GetFullPath("artifacts/bench/pieces"));
        var summaries = BenchmarkSwitcher.FromTypes([typeof(Pieces)]).Run(others.Length == 0 ? ["--filter", "*"] : others, config);
        BenchmarkReport[] reports = [.. summaries.SelectMany(summary => summary.Reports)];
        var results = Results.Load(options.Results);
        var times = (results.Pieces?.Times ?? []).ToDictionary(piece => piece.Name);
        foreach (var report in reports.Where(report => report.ResultStatistics is not null))
        {
            string name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
            times[name] = new PieceTime(
                name,
                report.ResultStatistics!.Mean,
                report.ResultStatistics.StandardDeviation,
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)
            );
        }

        results.Pieces = new PiecesResult(Machine.Description, [.. times.Values]);
        results.Save(options.Results);
        Comparison.Show(results, options.Write);
        return reports.Length > 0 && reports.All(report => report.Success) ? 0 : 1;
    }

    private static bool IsOwn(IReadOnlyList<string> arguments, int index) =>
        arguments[index] is "--results" or "--write" || (index > 0 && arguments[index - 1] is "--results" or "--write");
}
