using System.Text;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

/// <summary>A temporary folder for a run, and what the tests put there.</summary>
internal sealed class TestRun : IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("refrain-run-").FullName;

    /// <summary>A folder that is not there yet; its name has what connection strings and URIs stumble over.</summary>
    public string Folder => Path.Combine(parent, "runs", "a b;c%20#?'ü");

    public string File(string name) => Path.Combine(Folder, name);

    public static RunManifest Manifest(string seed = "1") =>
        new(
            "0.1.0",
            new OrderedDictionary<string, string> { ["model.weights"] = "ab12", ["settings.seed"] = seed },
            new Dictionary<string, string> { ["started_at"] = "2026-01-01T00:00:00Z", ["machine"] = "Größe ✓" }
        );

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public void Dispose() => Directory.Delete(parent, recursive: true);
}
