using Refrain.Audits;
using Refrain.Measurement;

namespace Refrain.Comparisons;

/// <summary>What to compare, and what to write.</summary>
public sealed record ComparisonRequest
{
    /// <summary>The first run's folder, from which changes are counted; or a model, where <see cref="Audit"/> is given.</summary>
    public required string A { get; init; }

    /// <summary>The second run's folder, or a model.</summary>
    public required string B { get; init; }

    /// <summary>The audit of a model that is named in a run's place; null: only runs are meant.</summary>
    public Func<string, AuditRequest>? Audit { get; init; }

    /// <summary>A file of thresholds; null: those that are shipped.</summary>
    public string? Thresholds { get; init; }

    /// <summary>The folder of what has no folder of its own.</summary>
    public string Runs { get; init; } = "runs";

    /// <summary>
    /// The folder of compare.html, compare.json and compare.md; null: in <see cref="Runs"/>, <c>compare-</c> and both runs' keys.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>Where JUnit XML goes, or null.</summary>
    public string? Junit { get; init; }

    /// <summary>Where SARIF goes, or null.</summary>
    public string? Sarif { get; init; }

    /// <summary>The command line that repeats the comparison, for the report.</summary>
    public string Command { get; init; } = "";

    /// <summary>
    /// Refuses paths that are none, before anything is opened; what <see cref="A"/> and <see cref="B"/> are is seen when they are.
    /// </summary>
    /// <exception cref="BadInputException">One is none.</exception>
    internal void Check()
    {
        KnownSettings.ComparedRuns.Require(Runs is not null && !Runs.Contains('\0'), Runs, "a folder's path");
        KnownSettings.ComparedOutput.Require(Output?.Contains('\0') != true, Output, "a folder's path");
        KnownSettings.Junit.Require(Junit is null || IsPath(Junit), $"\"{Junit}\"", "a file's path");
        KnownSettings.Sarif.Require(Sarif is null || IsPath(Sarif), $"\"{Sarif}\"", "a file's path");
    }

    private static bool IsPath(string path) => !string.IsNullOrWhiteSpace(path) && !path.Contains('\0');
}

/// <summary>A finished comparison.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Folder">Where compare.html, compare.json and compare.md are.</param>
public sealed record ComparisonResult(ComparisonReport Report, string Folder);
