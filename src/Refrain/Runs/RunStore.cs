using Microsoft.Data.Sqlite;
using Refrain.Inference;

namespace Refrain.Runs;

/// <summary>A run's folder: its manifest, and every finished item, on the disk as soon as it is put. Safe for several threads.</summary>
internal sealed class RunStore : IDisposable
{
    private readonly Lock gate = new();
    private readonly RunItems items;
    private readonly RunLock? held; // null for a reader
    private readonly string file;

    private RunStore(string folder, RunManifest manifest, RunItems items, RunLock? held)
    {
        (Folder, Manifest, this.items, this.held) = (folder, manifest, items, held);
        file = Path.Combine(folder, RunDatabase.Name);
    }

    /// <summary>The run's folder, an absolute path.</summary>
    public string Folder { get; }

    /// <summary>The manifest as it was when the run began; its <see cref="RunManifest.Information"/> is that of the first start.</summary>
    public RunManifest Manifest { get; }

    /// <summary>How often the run was started, this time included.</summary>
    public int Starts => Guarded(items.Starts);

    /// <summary>
    /// Begins a run, or continues it where it was left, however it was left; this process alone may write to it until disposal.
    /// </summary>
    /// <param name="folder">The run's folder, <c>runs/NAME</c>; made with its parents if need be.</param>
    /// <param name="manifest">What the run is meant to be.</param>
    /// <param name="resumeOnly">An existing run is meant (<c>ResumeOnly</c>): its absence is an error.</param>
    /// <exception cref="BadInputException">
    /// Another process works on the run; it was made with other settings; the folder is something else, cannot be written, has an
    /// unknown schema_version, or is damaged.
    /// </exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static RunStore Open(string folder, RunManifest manifest, bool resumeOnly = false) =>
        Open(folder, manifest, resumeOnly, reached: null);

    /// <summary>Opens a run for its results, whether a process works on it or none; each read sees what was finished then.</summary>
    /// <exception cref="BadInputException">The folder is not a run, has an unknown schema_version, or is damaged.</exception>
    public static RunStore OpenForReading(string folder)
    {
        folder = FolderClaim.Resolve(folder);
        return Guarded(folder, () =>
        {
            var manifest = FolderClaim.ReadManifest(folder);
            var connection = RunDatabase.OpenForReading(folder, manifest);
            return new RunStore(folder, manifest, RunItems.ForReading(connection, Path.Combine(folder, RunDatabase.Name)), held: null);
        });
    }

    /// <param name="folder">As for the public method.</param>
    /// <param name="manifest">As for the public method.</param>
    /// <param name="resumeOnly">As for the public method.</param>
    /// <param name="reached">Told each step of beginning a run; tests end the process there.</param>
    internal static RunStore Open(string folder, RunManifest manifest, bool resumeOnly, Action<string>? reached)
    {
        using var span = Spans.Start("open run");
        folder = FolderClaim.Resolve(folder);
        return Guarded(folder, () =>
        {
            FolderClaim.Prepare(folder, resumeOnly);
            reached?.Invoke("folder made");
            var held = RunLock.Take(folder);
            try
            {
                reached?.Invoke("lock taken");
                return OpenLocked(folder, manifest, held, reached);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        });
    }

    /// <summary>A finished item, or null.</summary>
    /// <param name="stage">A stage's name, for example <c>responses</c>.</param>
    /// <param name="key">The item's key, see <see cref="ItemKey"/>.</param>
    public StoredItem? Find(string stage, string key) =>
        Guarded(() => items.Get(stage, key)) is { } payload ? Item(stage, key, payload) : null;

    /// <summary>An item of this run with a payload that is known.</summary>
    public StoredItem Item(string stage, string key, byte[] payload) => new(stage, key, payload) { File = file };

    /// <summary>Adds finished items in one transaction: when this returns, all are on the disk; when it throws, none is.</summary>
    /// <remarks>Putting the same again does nothing.</remarks>
    /// <exception cref="InvalidOperationException">An item is there with another payload: the computation is not deterministic, or its key
    /// incomplete.</exception>
    /// <exception cref="IOException">The disk is full or failed, or another process has taken the run over.</exception>
    public void Put(string stage, IReadOnlyList<(string Key, byte[] Payload)> items) =>
        Put([.. items.Select(item => (stage, item.Key, item.Payload))]);

    /// <summary>Adds finished items of any stages in one transaction.</summary>
    public void Put(IReadOnlyList<(string Stage, string Key, byte[] Payload)> items) =>
        Guarded(() =>
        {
            this.items.Put(items);
            return true;
        });

    /// <summary>
    /// All finished items of a stage, in the ordinal order of their keys, so in the same order however often the run was resumed.
    /// </summary>
    public IReadOnlyList<StoredItem> All(string stage) =>
        [.. Guarded(() => items.All(stage)).Select(item => Item(stage, item.Key, item.Payload))];

    /// <summary>
    /// Writes an export such as <c>report.json</c> into the run's folder; a reader of the file sees the old or the new one, whole.
    /// </summary>
    /// <param name="name">A plain file name.</param>
    /// <param name="write">Writes the content; when it throws, the old file stays.</param>
    /// <exception cref="IOException">The disk is full or failed; the old file stays.</exception>
    public void WriteFile(string name, Action<Stream> write)
    {
        bool plain =
            name == Path.GetFileName(name) && name.Length > 0 && !name.StartsWith('.') && !name.Contains('\\', StringComparison.Ordinal);
        if (!plain || name == ManifestFile.Name || name.StartsWith("run.", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"\"{BadInputException.Show(name)}\" is not a plain file name, or one of the run's own files.",
                nameof(name)
            );
        }

        try
        {
            AtomicFile.Write(Folder, name, write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.From(Path.Combine(Folder, name), error);
        }
    }

    /// <summary>Closes the run and lets another process have it.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            items.Dispose();
            held?.Dispose();
        }
    }

    /// <summary>Lets the database grow no more than to this many pages: tests fill the disk with it.</summary>
    internal void LimitPages(int pages) => items.LimitPages(pages);

    private static RunStore OpenLocked(string folder, RunManifest manifest, RunLock held, Action<string>? reached)
    {
        FolderClaim.RefuseOther(folder); // Again: only now can no other process be filling the folder.
        AtomicFile.RemoveLeftovers(folder);
        if (ManifestFile.Read(folder) is not { } stored)
        {
            ManifestFile.Write(folder, manifest, () => reached?.Invoke("manifest unnamed"));
            reached?.Invoke("manifest written");
            stored = manifest;
        }

        RunErrors.RequireCurrentSchema(Path.Combine(folder, ManifestFile.Name), stored.SchemaVersion);
        if (manifest.DifferencesFrom(stored) is { Count: > 0 } differences)
        {
            throw new BadInputException(
                Path.Combine(folder, ManifestFile.Name),
                $"the run was made with other settings: {string.Join("; ", differences)}",
                fix: $"Repeat the earlier settings to continue it, or give another folder with {KnownSettings.Run}."
            );
        }

        RunDatabase.CreateUnlessThere(folder, stored.Key, reached);
        reached?.Invoke("database named");
        var connection = RunDatabase.OpenForWriting(folder, stored);
        try
        {
            var items = RunItems.ForWriting(connection, Path.Combine(folder, RunDatabase.Name), manifest.RefrainVersion);
            return new RunStore(folder, stored, items, held);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        lock (gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException error)
            {
                throw RunErrors.From(file, error);
            }
        }
    }

    private static T Guarded<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw RunErrors.From(Path.Combine(folder, RunDatabase.Name), error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw DiskErrors.From(folder, error);
        }
    }
}
