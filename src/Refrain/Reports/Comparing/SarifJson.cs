using System.Text.Json;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Reports.Comparing;

/// <summary>
/// What did not pass, as SARIF 2.1.0: failed checks are errors, undecided ones are <c>open</c>, which SARIF has for too little information.
/// </summary>
internal static class SarifJson
{
    private static readonly SarifContext Readable = new(
        new JsonSerializerOptions(SarifContext.Default.Options) { Encoder = ReportJson.Readable }
    );

    /// <summary>The document.</summary>
    /// <param name="report">The comparison.</param>
    /// <param name="location">The file that results are at, relative to where CI looks: compare.json.</param>
    public static string Write(ComparisonReport report, string location) =>
        JsonSerializer.Serialize(
            new SarifLog([
                new SarifRun
                {
                    Tool = new SarifTool(Driver(report)),
                    Results =
                    [
                        .. report
                            .Checks.Where(check => check.Outcome != CheckOutcome.Pass)
                            .Select(check => Result(report, check, location)),
                    ],
                    Properties = new SarifProperties(
                        Whole(ComparisonWording.Side(report.A)),
                        Whole(ComparisonWording.Side(report.B)),
                        ComparisonMarkdown.Word(report.Outcome)
                    ),
                },
            ]),
            Readable.SarifLog
        ) + "\n";

    private static SarifDriver Driver(ComparisonReport report) =>
        new(
            "Refrain",
            report.ProductVersion.Length == 0 ? "unknown" : Whole(report.ProductVersion),
            [
                .. DriftRule.All.Select(rule => new SarifRule(
                    rule.Id,
                    Message(Wording.Sentence(RuleText.Of(rule).Name) + "."),
                    Message(RuleText.Of(rule).Help)
                )),
            ]
        );

    private static SarifResult Result(ComparisonReport report, DriftCheck check, string location)
    {
        bool fails = report.Thresholds.Fails(check.Outcome);
        return new SarifResult
        {
            RuleId = check.Rule,
            RuleIndex = DriftRule.All.ToList().FindIndex(rule => rule.Id == check.Rule),
            Kind = fails ? "fail" : "open",
            Level = fails ? "error" : "none",
            Message = Message(check.Message),
            Locations = [new SarifLocation(new SarifPhysicalLocation(new SarifArtifact(location), new SarifRegion(1)))],
            PartialFingerprints = new Dictionary<string, string> { ["refrainCheck/v1"] = Whole($"{check.Rule}/{check.Language}") },
        };
    }

    private static SarifMessage Message(string text) => new(Whole(text));

    private static string Whole(string text) => VisibleText.Of(text);

    /// <summary>A file as a URI: relative to the working folder, which in CI is the repository's, where it is inside of it.</summary>
    public static string Location(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(path)).Replace('\\', '/');
        return Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal)
            ? new Uri(Path.GetFullPath(path)).AbsoluteUri
            : string.Join('/', relative.Split('/').Select(part => Uri.EscapeDataString(string.Concat(part.EnumerateRunes()))));
    }
}
