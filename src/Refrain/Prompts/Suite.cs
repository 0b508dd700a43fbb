using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Refrain.Prompts;

/// <summary>Prompts in several languages; the same id in two languages is the same prompt, translated.</summary>
internal sealed class Suite
{
    private readonly SuiteContent content;
    private readonly Dictionary<(PromptClass, Split), List<SuiteRecord>> records;
    private readonly ConcurrentDictionary<(PromptClass, Split, string), Prompt[]> prompts = [];

    private Suite(string name, SuiteContent content)
    {
        Name = name;
        this.content = content;
        Languages = [.. content.Languages];
        Hash = ComputeHash(content.Records);
        this.records = content
            .Records.GroupBy(record => (record.Class, record.Split))
            .ToDictionary(group => group.Key, group => group.ToList());
    }

    /// <summary>The folder's or file's name; <c>embedded</c> for the suite inside the library.</summary>
    public string Name { get; }

    /// <summary>SHA-256, in lower-case hexadecimal, over everything that determines prompts and their numbers; not over the name.</summary>
    public string Hash { get; }

    /// <summary>The language tags, in ordinal order.</summary>
    public IReadOnlyList<string> Languages { get; }

    internal SuiteContent Content => this.content;

    /// <summary>Loads PolyRefuse's folder, a <c>suite.jsonl</c> file, or a folder that holds one.</summary>
    /// <exception cref="BadInputException">Nothing is there, or it is not a suite.</exception>
    public static Suite Load(string path)
    {
        using var span = Spans.Start("read suite");
        if (Directory.Exists(path))
        {
            string lines = Path.Combine(path, "suite.jsonl");
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
            return File.Exists(lines) ? LoadLines(lines, name) : Create(name, PolyRefuse.Read(path), path);
        }

        return File.Exists(path)
            ? LoadLines(path, Path.GetFileNameWithoutExtension(path))
            : throw new BadInputException(
                BadInputException.Show(path),
                "does not exist",
                "a suite.jsonl or a folder that holds a suite",
                "Check the path."
            );
    }

    /// <summary>The suite at a path; null: the one that comes with the library.</summary>
    /// <exception cref="BadInputException">Nothing is there, or it is not a suite.</exception>
    internal static Suite Open(string? path) => path is null ? Embedded() : Load(path);

    /// <summary>The suite that comes with the library: 152 prompts in 14 languages, written for it.</summary>
    public static Suite Embedded()
    {
        using var span = Spans.Start("read suite");
        using var stream = typeof(Suite).Assembly.GetManifestResourceStream("suite/suite.jsonl")!;
        return Create("embedded", SuiteLines.Read(SuiteFile.Read(stream, "suite.jsonl"), "suite.jsonl"), "suite.jsonl");
    }

    /// <summary>The prompts that a language has, in the suite's order (PolyRefuse: by row number).</summary>
    public IReadOnlyList<Prompt> Prompts(PromptClass promptClass, Split split, string language) =>
        prompts.GetOrAdd((promptClass, split, language), _ =>
            [.. Records(promptClass, split).Where(record => record.Text.ContainsKey(language)).Select(record => ToPrompt(record, language))]
        );

    /// <summary>The ids that any language has, in the suite's order.</summary>
    public IReadOnlyList<string> Ids(PromptClass promptClass, Split split) => [.. Records(promptClass, split).Select(record => record.Id)];

    /// <summary>What is missing, and what looks wrong, per language.</summary>
    public SuiteCheck Check() => SuiteCheck.Of(this);

    internal IReadOnlyList<SuiteRecord> Records(PromptClass promptClass, Split split) =>
        this.records.GetValueOrDefault((promptClass, split)) ?? [];

    /// <summary>
    /// True for a prompt that only one of several languages has: it is nobody's translation.
    /// One that only English has is not: there the others lack its translation.
    /// </summary>
    internal bool IsOther(SuiteRecord record) => record.Text.Count == 1 && Languages.Count > 1 && !record.Text.ContainsKey("en");

    internal Prompt ToPrompt(SuiteRecord record, string language) =>
        new(record.Id, record.Class, record.Split, record.Category, language, record.Text[language], IsOther(record));

    private static Suite LoadLines(string path, string name) => Create(name, SuiteLines.Read(SuiteFile.Read(path), path), path);

    private static Suite Create(string name, SuiteContent content, string place) =>
        content.Records.Any(record => record.Text.Count > 0)
            ? new(name, content)
            : throw new BadInputException(place, "holds no prompt", "at least one prompt in one language");

    private static string ComputeHash(IReadOnlyList<SuiteRecord> records)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "refrain-suite-1");
        foreach (var record in records)
        {
            Append(hash, record.Key);
            Append(hash, record.Number is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
            Append(hash, record.Category ?? "");
            foreach (var (language, text) in record.Text)
            {
                Append(hash, language);
                Append(hash, text);
            }

            Append(hash, "");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Lengths come first, so that no two suites share a byte sequence.
    internal static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
