namespace Refrain.Hub;

/// <summary>A commit's folder in a cache of the Hub's layout.</summary>
/// <param name="Repository"><c>org/name</c>.</param>
/// <param name="Commit">The full commit.</param>
/// <param name="File">The file inside that a path names, with slashes, or null.</param>
internal sealed record HubSnapshot(string Repository, string Commit, string? File)
{
    /// <summary>What a path <c>…/models--ORG--NAME/snapshots/COMMIT[/FILE]</c> holds; null for any other path.</summary>
    public static HubSnapshot? Of(string path)
    {
        string[] parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        int at = Array.LastIndexOf(parts, "snapshots");
        if (at < 1 || at + 1 >= parts.Length || !HubName.IsCommitHash(parts[at + 1]))
        {
            return null;
        }

        return parts[at - 1].Split("--") is ["models", .. var name] && name.Length is 1 or 2
            ? new HubSnapshot(string.Join("/", name), parts[at + 1], at + 2 < parts.Length ? string.Join('/', parts[(at + 2)..]) : null)
            : null;
    }

    /// <summary>The name to show: <c>org/name</c>, or <c>org/name:file.gguf</c>.</summary>
    public string Name => File is null ? Repository : $"{Repository}:{File}";
}
