namespace Refrain.Tests.Architecture;

/// <summary>The repository's own files.</summary>
internal static class SourceTree
{
    private static readonly string[] NotOurs = ["artifacts", "runs", ".git", "bin", "obj", "node_modules", ".vs", ".idea"];

    private static readonly string[] TextExtensions =
    [
        ".cs",
        ".csproj",
        ".props",
        ".slnx",
        ".md",
        ".sh",
        ".yml",
        ".editorconfig",
        ".gitignore",
        "",
    ];

    /// <summary>The paths, from the root and with slashes, of all files that we wrote by hand.</summary>
    public static IReadOnlyList<string> Texts { get; } = [.. Files(Shared.Repository).Where(IsText).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Sources(string folder) =>
        Texts.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Shared.Repository, path));

    public static int CountLines(string path) => File.ReadLines(Path.Combine(Shared.Repository, path)).Count();

    private static bool IsText(string path) =>
        TextExtensions.Contains(Path.GetExtension(path))
        && Path.GetFileName(path) != "LICENSE"
        && !path.Contains("/Assets/", StringComparison.Ordinal);

    private static IEnumerable<string> Files(string folder)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (NotOurs.Contains(Path.GetFileName(entry)))
            {
                continue;
            }

            if (!Directory.Exists(entry))
            {
                yield return Path.GetRelativePath(Shared.Repository, entry).Replace('\\', '/');
            }
            else
            {
                foreach (string file in Files(entry))
                {
                    yield return file;
                }
            }
        }
    }
}
