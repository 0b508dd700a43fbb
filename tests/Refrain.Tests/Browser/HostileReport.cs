using System.Text.Json.Nodes;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Tests.Browser;

/// <summary>A report in whose every text field, names of languages included, stands a hostile string.</summary>
internal static class HostileReport
{
    // Closed sets of words, which no report can hold others of.
    private static readonly string[] Closed =
    [
        "kind",
        "verdict",
        "intervention",
        "class",
        "condition",
        "outcome",
        "claim",
        "controls",
        "convention",
        "precision",
        "thinking",
        "discarded",
        "score",
    ];

    /// <param name="report">The report to spoil.</param>
    /// <param name="first">Index of the string that the first field gets; the next field gets the next one.</param>
    /// <returns>The report, and how many fields were replaced.</returns>
    public static (AuditReport Report, int Fields) Of(AuditReport report, int first)
    {
        var json = JsonNode.Parse(ReportJson.Write(report))!;
        int fields = 0;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string language in report.Languages.Keys)
        {
            names[language] = Next();
        }

        return (ReportJson.Read(Spoil(json, "")!.ToJsonString(), "report.json"), fields);

        // JSON cannot hold an unpaired surrogate.
        string Next() => string.Concat(HostileStrings.All[(first + fields++) % HostileStrings.All.Count].EnumerateRunes());

        // The same language has the same name everywhere, or no picture would find its numbers.
        string Text(string value) => names.TryGetValue(value, out string? name) ? name : Next();

        JsonNode? Spoil(JsonNode? node, string name) =>
            node switch
            {
                JsonObject o => new JsonObject(
                    o.Select(pair =>
                        KeyValuePair.Create(
                            IsDictionary(name) ? Text(pair.Key) + (names.ContainsKey(pair.Key) ? "" : pair.Key) : pair.Key,
                            Spoil(pair.Value, pair.Key)
                        )
                    )
                ),
                JsonArray a => new JsonArray([.. a.Select(item => Spoil(item, name))]),
                JsonValue v when v.TryGetValue(out string? text) && IsOpen(name) => JsonValue.Create(Text(text)),
                _ => node?.DeepClone(),
            };
    }

    private static bool IsOpen(string name) => name is not ("started" or "finished") && !Closed.Contains(name);

    private static bool IsDictionary(string name) => name is "languages" or "errors" or "seconds" or "options";
}
