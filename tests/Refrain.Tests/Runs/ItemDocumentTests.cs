using System.Text.Json;
using System.Text.RegularExpressions;
using Refrain.Audits;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Runs;
using Refrain.Tests.Architecture;

namespace Refrain.Tests.Runs;

/// <summary>docs/runs.md says of every item of a run what it is.</summary>
public sealed partial class ItemDocumentTests : IDisposable
{
    private static readonly Row[] Rows =
    [
        .. TableRow()
            .Matches(SourceTree.Read("docs/runs.md"))
            .Select(match => match.Groups)
            .Select(row => new Row(row["stage"].Value, row["key"].Value, row["layout"].Value, int.Parse(row["version"].Value))),
    ];

    private readonly TestRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Every_layout_is_in_the_table_under_its_stage()
    {
        var layouts = typeof(StoredItem)
            .Assembly.GetTypes()
            .Where(type => !type.IsInterface && type.GetInterfaces().Any(used => used.Name == typeof(IItemLayout<>).Name));
        Assert.Equal(layouts.Select(type => type.Name).Order(), ItemLayouts.All.Keys.Order());
        Assert.Equal(ItemLayouts.All.Keys.Order(), Rows.Select(row => row.Layout).Distinct().Order());
        Assert.All(Rows, row => Assert.Equal(ItemLayouts.All[row.Layout].Stage, row.Stage));
    }

    /// <summary>An audit in 8-bit arithmetic, with limits on answers, has items of every kind but a judging model's answers.</summary>
    [Fact]
    public void Every_item_of_an_audit_is_what_the_table_says()
    {
        Audit.Run(
            new AuditRequest
            {
                Settings = new AuditSettings
                {
                    Languages = ["en", "de"],
                    Precision = Precision.Fast,
                    AnswerLimits = new AnswerLimits { GeneratedDivergence = 10, DegenerateShare = 1 },
                },
                Run = run.Folder,
            }
        );
        using (var store = RunStore.Open(run.Folder, RunStore.OpenForReading(run.Folder).Manifest))
        {
            AnswerFolder.Of(store).Keep("0123", "Réponse : 거절");
            Assert.Equal("Réponse : 거절", AnswerFolder.Of(store).Find("0123"));
        }

        var seen = new HashSet<Row>();
        using var reader = RunStore.OpenForReading(run.Folder);
        foreach (var item in run.Column("SELECT DISTINCT stage FROM item").SelectMany(reader.All))
        {
            var row = Assert.Single(Rows, row => row.Names(item));
            seen.Add(row);
            Assert.Equal(row.Version, VersionOf(item));
            Assert.True(item.Payload.AsSpan().SequenceEqual(ItemLayouts.All[row.Layout].Again(item)), item.Place);
        }

        Assert.Equal(Rows, Rows.Where(seen.Contains));
    }

    private static int VersionOf(StoredItem item)
    {
        if (item.Payload[0] != '{')
        {
            return item.Payload[0];
        }

        using var json = JsonDocument.Parse(item.Payload);
        if (item.Stage == ReportItem.Stage)
        {
            return json.RootElement.GetProperty("schema_version").GetInt32();
        }

        Assert.DoesNotContain("\\u", System.Text.Encoding.UTF8.GetString(item.Payload), StringComparison.Ordinal);
        return json.RootElement.GetProperty("version").GetInt32();
    }

    private sealed record Row(string Stage, string Key, string Layout, int Version)
    {
        public bool Names(StoredItem item) =>
            item.Stage == Stage
            && Regex.IsMatch(
                item.Key,
                $"^{Placeholder().Replace(Regex.Escape(Key), part => part.Value == "…" ? ".*" : "[^/]+")}$",
                RegexOptions.CultureInvariant
            );
    }

    [GeneratedRegex(
        @"^\| `(?<stage>[^`]+)` \| `(?<key>[^`]+)` \| `(?<layout>\w+Item)` \| (?<version>\d+) \|",
        RegexOptions.CultureInvariant | RegexOptions.Multiline
    )]
    private static partial Regex TableRow();

    [GeneratedRegex("…|[A-Z]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
