using System.Text;
using System.Text.Json;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Reports.Comparing;

/// <summary>
/// What did not pass, as SARIF 2.1.0: failed checks are errors, undecided ones are <c>open</c>, which SARIF has for too little information.
/// </summary>
internal static class SarifJson
{
    /// <summary>The document.</summary>
    /// <param name="report">The comparison.</param>
    /// <param name="location">The file that results are at, relative to where CI looks: compare.json.</param>
    public static string Write(ComparisonReport report, string location)
    {
        using var text = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                text,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = ReportJson.Readable,
                }
            )
        )
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, report);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var check in report.Checks.Where(check => check.Outcome != CheckOutcome.Pass))
            {
                Result(json, report, check, location);
            }

            json.WriteEndArray();
            json.WriteStartObject("properties");
            json.WriteString("a", Whole(ComparisonWording.Side(report.A)));
            json.WriteString("b", Whole(ComparisonWording.Side(report.B)));
            json.WriteString("outcome", ComparisonMarkdown.Word(report.Outcome));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    private static void Tool(Utf8JsonWriter json, ComparisonReport report)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Refrain");
        json.WriteString("version", report.ProductVersion.Length == 0 ? "unknown" : Whole(report.ProductVersion));
        json.WriteStartArray("rules");
        foreach (var rule in DriftRule.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            Message(json, "shortDescription", Wording.Sentence(RuleText.Of(rule).Name) + ".");
            Message(json, "fullDescription", RuleText.Of(rule).Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, ComparisonReport report, DriftCheck check, string location)
    {
        bool fails = report.Thresholds.Fails(check.Outcome);
        json.WriteStartObject();
        json.WriteString("ruleId", check.Rule);
        json.WriteNumber("ruleIndex", DriftRule.All.ToList().FindIndex(rule => rule.Id == check.Rule));
        json.WriteString("kind", fails ? "fail" : "open");
        json.WriteString("level", fails ? "error" : "none");
        Message(json, "message", check.Message);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", location);
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("refrainCheck/v1", Whole($"{check.Rule}/{check.Language}"));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", Whole(text));
        json.WriteEndObject();
    }

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
