namespace Refrain.Runs;

/// <summary>Decides whether a folder may become, or is, a run.</summary>
internal static class FolderClaim
{
    /// <exception cref="BadInputException">The path cannot be one.</exception>
    public static string Resolve(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal))
        {
            throw new BadInputException(KnownSettings.Run, $"is \"{BadInputException.Show(folder)}\"", "a folder's path");
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    }

    /// <summary>Makes the folder if need be, and refuses one that is something else.</summary>
    public static void Prepare(string folder, bool resumeOnly)
    {
        if (resumeOnly && !IsRun(folder))
        {
            throw new BadInputException(
                folder,
                "there is no run to resume here",
                "the folder of a run, with its manifest.json",
                $"Check {KnownSettings.Run}, or leave {KnownSettings.ResumeOnly} out to start a new run; finished work is found without it."
            );
        }

        RefuseOther(folder);
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        if (Path.GetDirectoryName(folder) is { } parent)
        {
            AtomicFile.FlushFolder(parent);
        }
    }

    /// <summary>Refuses what is not a run and not empty; what an interrupted start left counts as empty.</summary>
    public static void RefuseOther(string folder)
    {
        if (File.Exists(folder))
        {
            throw NotARun(folder, "is a file");
        }

        if (!Directory.Exists(folder) || IsRun(folder))
        {
            return;
        }

        string[] others =
        [
            .. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Where(name => !IsOurs(name)).Take(4),
        ];
        if (others.Length > 0)
        {
            Array.Sort(others, StringComparer.Ordinal);
            string names = string.Join(", ", others.Take(3).Select(BadInputException.Show)) + (others.Length > 3 ? ", …" : "");
            throw NotARun(folder, $"has no manifest.json but other files ({names})");
        }
    }

    /// <exception cref="BadInputException">Nothing is there, or something else.</exception>
    public static RunManifest ReadManifest(string folder)
    {
        RefuseOther(folder);
        return ManifestFile.Read(folder)
            ?? throw NotARun(folder, Directory.Exists(folder) ? "is empty" : "does not exist", "the folder of a run", "Check the path.");
    }

    private static bool IsRun(string folder) => File.Exists(Path.Combine(folder, ManifestFile.Name));

    private static bool IsOurs(string name) =>
        name is RunLock.Name or RunLock.OwnerName
        || AtomicFile.IsTemporary(name)
        || name.StartsWith(RunDatabase.NewName, StringComparison.Ordinal);

    private static BadInputException NotARun(
        string folder,
        string problem,
        string expected = "a run's folder, an empty one, or a new name",
        SettingText? fix = null
    ) => new(folder, problem, expected, fix ?? $"Give another folder with {KnownSettings.Run}.");
}
