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
    /// Refuses paths that are none, before anything is opened; what <see cref="A"/> and <see cref="B"/> are is seen then.
    /// </summary>
    /// <exception cref="BadInputException">One is none.</exception>
    internal void Check()
    {
        foreach (
            var (setting, path) in ((Setting, string?)[])
                [
                    (KnownSettings.ComparedThresholds, Thresholds),
                    (KnownSettings.ComparedRuns, Runs ?? ""),
                    (KnownSettings.ComparedOutput, Output),
                    (KnownSettings.Junit, Junit),
                    (KnownSettings.Sarif, Sarif),
                ]
        )
        {
            setting.Require(path is null || (!string.IsNullOrWhiteSpace(path) && !path.Contains('\0')), $"\"{path}\"", "a path");
        }
    }
}

/// <summary>A finished comparison.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Folder">Where compare.html, compare.json and compare.md are.</param>
public sealed record ComparisonResult(ComparisonReport Report, string Folder);
