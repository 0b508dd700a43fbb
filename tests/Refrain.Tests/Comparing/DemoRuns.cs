using Refrain.Audits;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Tests.Comparing;

/// <summary>Audits of the demo model to compare, and altered copies of them.</summary>
public sealed class DemoRuns : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("refrain-compare-").FullName;

    public DemoRuns()
    {
        Exact = Audited("exact", new AuditSettings());
        Fast = Audited("fast", new AuditSettings { Precision = Precision.Fast });
        OtherIds = Audited("ids", new AuditSettings { TestIds = "harmful:9-20,harmless:1-16", Seed = 7 });
    }

    /// <summary>The demo in English, German and Korean, without controls.</summary>
    public string Exact { get; }

    /// <summary>The same in 8-bit arithmetic.</summary>
    public string Fast { get; }

    /// <summary>The same with another seed and other harmful prompts, some of which are the same.</summary>
    public string OtherIds { get; }

    /// <summary>A folder that is not there yet.</summary>
    public string Path(string name) => System.IO.Path.Combine(root, name);

    /// <summary>A copy of the exact run in which something is not as it was.</summary>
    /// <param name="name">Of the folder.</param>
    /// <param name="report">What its report becomes; null: it has none, as if it had not finished.</param>
    /// <param name="judgement">What each line of judgements.jsonl becomes; null: as it was.</param>
    internal string Altered(string name, Func<AuditReport, AuditReport>? report, Func<string, string>? judgement = null)
    {
        using var from = RunStore.OpenForReading(Exact);
        string folder = Path(name);
        using var store = RunStore.Open(
            folder,
            from.Manifest with
            {
                Determines = new Dictionary<string, string>(from.Manifest.Determines) { ["model.weights"] = name },
            }
        );
        foreach (string stage in (string[])["responses", "extraction", "extraction batches"])
        {
            store.Put(stage, [.. from.All(stage).Select(item => (item.Key, item.Payload))]);
        }

        if (report is not null)
        {
            RunReport.Keep(store, report(RunReport.Find(from)!));
        }

        File.Copy(System.IO.Path.Combine(Exact, "directions.safetensors"), System.IO.Path.Combine(folder, "directions.safetensors"));
        File.WriteAllLines(
            System.IO.Path.Combine(folder, "judgements.jsonl"),
            File.ReadAllLines(System.IO.Path.Combine(Exact, "judgements.jsonl")).Select(judgement ?? (line => line))
        );
        return folder;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Audited(string name, AuditSettings settings) =>
        Audit
            .Run(new AuditRequest { Settings = settings with { Languages = ["en", "de", "ko"], Controls = false }, Run = Path(name) })
            .Folder;
}
