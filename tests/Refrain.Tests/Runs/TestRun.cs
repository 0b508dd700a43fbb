using System.Text;
using Microsoft.Data.Sqlite;
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

    /// <summary>A column of texts of <c>run.db</c>.</summary>
    public List<string> Column(string sql)
    {
        using var connection = Connect(Folder);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var texts = new List<string>();
        while (row.Read())
        {
            texts.Add(row.GetString(0));
        }

        return texts;
    }

    /// <summary>Says of a run that a refrain of schema 1 made it; its items stay as they are.</summary>
    public static void AsOfSchema1(string folder)
    {
        string manifest = Path.Combine(folder, "manifest.json");
        string text = System.IO.File.ReadAllText(manifest);
        Assert.Contains("\"schema_version\": 2", text, StringComparison.Ordinal);
        System.IO.File.WriteAllText(manifest, text.Replace("\"schema_version\": 2", "\"schema_version\": 1", StringComparison.Ordinal));
        using var connection = Connect(folder);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version = 1; UPDATE run SET schema_version = 1";
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(parent, recursive: true);

    private static SqliteConnection Connect(string folder)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "run.db"), Pooling = false }.ConnectionString
        );
        connection.Open();
        return connection;
    }
}
