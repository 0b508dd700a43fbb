namespace Refrain.Hub;

/// <summary>Checks paths that come from a server before anything is written under them.</summary>
internal static class HubPath
{
    private const int LongestPath = 1024,
        LongestPart = 255;
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Why a path with slashes must not be written under a folder, on any system; null: it may.</summary>
    public static string? Problem(string path)
    {
        if (path.Length is 0 or > LongestPath)
        {
            return path.Length == 0 ? "is empty" : $"has {path.Length} characters, more than {LongestPath}";
        }

        if (path.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'))
        {
            return "holds a character that file names cannot have everywhere";
        }

        return path.Split('/').Select(PartProblem).FirstOrDefault(problem => problem is not null);
    }

    /// <exception cref="BadInputException">A path must not be written, or two differ only in case and would be one file on some
    /// systems.</exception>
    public static void Check(HubName name, IReadOnlyCollection<string> paths)
    {
        foreach (string path in paths)
        {
            if (Problem(path) is { } problem)
            {
                throw new BadInputException(
                    name.ToString(),
                    $"has a file {BadInputException.Show(path)}, whose name {problem}",
                    "plain relative paths",
                    "Do not use this repository."
                );
            }
        }

        if (paths.GroupBy(path => path, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new BadInputException(
                name.ToString(),
                $"has files whose names differ only in case ({BadInputException.Show(string.Join(", ", same))})",
                "names that stay apart on every system",
                "Do not use this repository."
            );
        }
    }

    private static string? PartProblem(string part)
    {
        if (part is "" or "." or "..")
        {
            return "leaves its folder or has an empty part";
        }

        if (System.Text.Encoding.UTF8.GetByteCount(part) > LongestPart)
        {
            return $"has a part of more than {LongestPart} bytes";
        }

        // Windows drops dots and spaces at the end, so that the name would mean another file.
        return part[^1] is '.' or ' ' || part[0] == ' ' ? "starts or ends with a space, or ends with a dot"
            : IsDevice(part.Split('.')[0].TrimEnd(' ')) ? "is a device on Windows"
            : null;
    }

    private static bool IsDevice(string stem) =>
        Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
        || (
            stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
            && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³'
        );
}
