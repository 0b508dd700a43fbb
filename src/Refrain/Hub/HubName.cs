namespace Refrain.Hub;

/// <summary>A model on the Hub: <c>org/name</c>, and optionally a revision and one file of it.</summary>
/// <param name="Repository"><c>org/name</c>, or <c>name</c> alone (old models, only with <c>hf://</c>).</param>
/// <param name="Revision">A branch, tag, pull request (<c>refs/pr/1</c>) or commit.</param>
/// <param name="File">A .gguf file of the repository with slashes, or null.</param>
internal sealed record HubName(string Repository, string Revision = HubName.DefaultRevision, string? File = null)
{
    internal const string DefaultRevision = "main";
    private const string Scheme = "hf://";
    private static readonly string[] FileEndings = [".gguf", ".safetensors", ".json", ".bin", ".jsonl"];
    private const int LongestPart = 96,
        LongestRevision = 255,
        CommitLength = 40;

    /// <summary>True when the revision is a full commit: it can never come to mean something else.</summary>
    public bool IsCommit => IsCommitHash(Revision);

    /// <summary>Reads <c>[hf://]org/name[@revision][:file.gguf]</c>; null when the text is a path rather than a name.</summary>
    /// <exception cref="BadInputException">It starts with hf://, or is org/name with a revision or file, and is wrong.</exception>
    public static HubName? Parse(string text)
    {
        bool named = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        string rest = named ? text[Scheme.Length..] : text;
        if (named && rest.StartsWith("models/", StringComparison.Ordinal) && rest.Count(c => c == '/') > 1)
        {
            rest = rest["models/".Length..];
        }

        int end = rest.IndexOfAny(['@', ':']);
        string repository = end < 0 ? rest : rest[..end];
        if (!IsRepository(repository) || (!named && !repository.Contains('/')) || (end < 0 && !named && HasFileEnding(repository)))
        {
            return named
                ? throw new BadInputException(
                    BadInputException.Show(text),
                    "is no name on the Hub",
                    "hf://org/name, hf://org/name@revision or hf://org/name:file.gguf"
                )
                : null;
        }

        string tail = end < 0 ? "" : rest[end..];
        int colon = tail.IndexOf(':');
        string? file = colon < 0 ? null : tail[(colon + 1)..];
        string revision = tail.StartsWith('@') ? tail[1..(colon < 0 ? tail.Length : colon)] : DefaultRevision;
        if (revision.Length > LongestRevision || HubPath.Problem(revision) is not null)
        {
            throw new BadInputException(
                BadInputException.Show(text),
                $"has the revision {BadInputException.Show(revision)}",
                "a branch, tag or commit after the @"
            );
        }

        if (file is not null && (!file.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || HubPath.Problem(file) is not null))
        {
            throw new BadInputException(
                BadInputException.Show(text),
                $"names the file {BadInputException.Show(file)}",
                "a .gguf file of the repository after the colon",
                "Leave it out for a model in safetensors."
            );
        }

        return new HubName(repository, revision, file);
    }

    /// <summary>40 hexadecimal digits in small letters, as the Hub writes them.</summary>
    internal static bool IsCommitHash(string text) => text.Length == CommitLength && text.All(char.IsAsciiHexDigitLower);

    /// <inheritdoc/>
    public override string ToString() =>
        Repository + (Revision == DefaultRevision ? "" : "@" + Revision) + (File is null ? "" : ":" + File);

    // The Hub's rule: letters, digits, -, _ and . with a word character at both ends, no "--" (the cache's separator) and no "..".
    private static bool IsRepository(string text) =>
        text.Split('/') is { Length: 1 or 2 } parts
        && parts.All(IsPart)
        && !text.Contains("--", StringComparison.Ordinal)
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.EndsWith(".git", StringComparison.Ordinal);

    private static bool IsPart(string part) =>
        part.Length is > 0 and <= LongestPart && part.All(c => IsWord(c) || c is '-' or '.') && IsWord(part[0]) && IsWord(part[^1]);

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // models/tiny.gguf is a file that is not there rather than a repository.
    private static bool HasFileEnding(string repository) =>
        FileEndings.Any(ending => repository.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
