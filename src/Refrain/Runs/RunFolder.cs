using System.Text;
using Refrain.Measurement;

namespace Refrain.Runs;

/// <summary>A finished run, read from the files that its audit left (docs/formats.md); nothing in it is changed.</summary>
/// <remarks>
/// Rows are read as they are asked for, so a run of any size takes little memory. Every file is checked as if it came from a stranger: what
/// is damaged, missing or of another version is a <see cref="BadInputException"/> that names file and place. Safe for use by many threads.
/// </remarks>
public sealed class RunFolder
{
    internal const string ReportFile = "report.json";
    internal const string MeasurementsFile = "measurements.json";
    internal const string ResponsesFile = "responses.jsonl";
    internal const string JudgementsFile = "judgements.jsonl";
    internal const string DirectionsFile = "directions.safetensors";

    // Reports of a hundred languages have a few megabytes.
    private const long LargestReport = 1L << 28;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private RunFolder(string folder, RunManifest manifest, AuditReport report)
    {
        (Folder, Manifest, Report) = (folder, manifest, report);
    }

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>Everything that determines the run's results, and what is worth knowing beside.</summary>
    public RunManifest Manifest { get; }

    /// <summary>What the audit found: <c>report.json</c>, with people's labels where they were added.</summary>
    public AuditReport Report { get; }

    /// <summary>Opens a finished run.</summary>
    /// <exception cref="BadInputException">The folder is no run, its run has not finished, or manifest or report cannot be
    /// read.</exception>
    public static RunFolder Open(string folder)
    {
        string full = FolderClaim.Resolve(folder);
        var manifest = FolderClaim.ReadManifest(full);
        string report = Path.Combine(full, ReportFile);
        return File.Exists(report)
            ? new RunFolder(full, manifest, ReportJson.Read(Text(report), report))
            : throw new BadInputException(
                folder,
                "is a run that has not finished",
                "a finished one",
                "Run its audit command again: it continues where it was."
            );
    }

    /// <summary>The rows of <c>responses.jsonl</c> in their order: every prompt under every treatment.</summary>
    /// <exception cref="BadInputException">The file is missing, or a row is damaged or of another version.</exception>
    public IEnumerable<RunResponse> ReadResponses() => RunRows.ReadResponses(Path.Combine(Folder, ResponsesFile));

    /// <summary>The rows of <c>judgements.jsonl</c>, in the order of <see cref="ReadResponses"/>.</summary>
    /// <exception cref="BadInputException">The file is missing, or a row is damaged or of another version.</exception>
    public IEnumerable<RunJudgement> ReadJudgements() => RunRows.ReadJudgements(Path.Combine(Folder, JudgementsFile));

    /// <summary>Each response with its judgement.</summary>
    /// <exception cref="BadInputException">A file is missing, a row is damaged, or the two files are not of one run.</exception>
    public IEnumerable<(RunResponse Response, RunJudgement Judgement)> ReadAnswers() => ReadAnswers(Folder);

    /// <summary>What was measured, without prompts and responses: <c>measurements.json</c>.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged or of another version.</exception>
    public RunMeasurements ReadMeasurements()
    {
        string path = Path.Combine(Folder, MeasurementsFile);
        return File.Exists(path) ? ReportJson.ReadMeasurements(Text(path), path) : throw RunRows.Missing(path);
    }

    /// <summary>The directions of the run: <c>directions.safetensors</c>. Dispose them when they have been read.</summary>
    /// <exception cref="BadInputException">The file is missing or damaged, or of another version.</exception>
    public RunDirections OpenDirections() => RunDirections.Open(Path.Combine(Folder, DirectionsFile));

    /// <summary>Each response of a folder with its judgement; both files are in the order of the questions.</summary>
    internal static IEnumerable<(RunResponse Response, RunJudgement Judgement)> ReadAnswers(string folder)
    {
        string path = Path.Combine(folder, ResponsesFile);
        using var judged = RunRows.ReadJudgements(Path.Combine(folder, JudgementsFile)).GetEnumerator();
        int row = 0;
        foreach (var response in RunRows.ReadResponses(path))
        {
            row++;
            if (!judged.MoveNext() || response.Key != judged.Current.Key)
            {
                throw new BadInputException(
                    $"{path}: line {row}",
                    $"has no judgement in the same line of {JudgementsFile}",
                    "the two files of one run",
                    "Put the files back that the audit wrote, or run the audit again in another folder."
                );
            }

            yield return (response, judged.Current);
        }
    }

    private static string Text(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > LargestReport)
        {
            throw new BadInputException(path, $"has {length} bytes", $"at most {LargestReport}", "Run the audit again.");
        }

        try
        {
            return Strict.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException error)
        {
            throw new BadInputException(path, "is no UTF-8 text", "what the audit wrote", "Run the audit again.", error);
        }
    }
}
