using Refrain.Judging;
using Refrain.Judging.Labels;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>People's labels of a finished run's responses, in its report.</summary>
internal static class RunLabels
{
    /// <summary>
    /// The report with the agreement of its judge and of each annotator with one another; the kept report stays as it is.
    /// </summary>
    /// <param name="report">The run's report.</param>
    /// <param name="folder">The run's folder, with responses.jsonl and judgements.jsonl.</param>
    /// <param name="labels">Files of labels, <c>[name=]path</c>.</param>
    /// <exception cref="BadInputException">A file is missing, is not what it should be, or fits no response.</exception>
    public static AuditReport Add(AuditReport report, string folder, IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
        {
            return report;
        }

        var rows = ResponseFile.Read(folder);
        JudgeVerdicts[] judges =
        [
            Judge(report, Path.Combine(folder, RunFolder.JudgementsFile), rows),
            .. labels.SelectMany(entry => LabelJoin.Of(LabelFile.ReadNamed(entry), rows).Judges),
        ];
        return report with
        {
            Judge = report.Judge with { Pairs = [.. report.Judge.Pairs ?? [], .. AuditJudges.Pairs(judges, rows, report.Settings.Seed)] },
        };
    }

    private static JudgeVerdicts Judge(AuditReport report, string path, IReadOnlyList<LabelledResponse> rows)
    {
        Outcome?[] outcomes = [.. RunRows.ReadJudgements(path).Select(row => (Outcome?)row.Outcome)];
        return outcomes.Length == rows.Count
            ? new JudgeVerdicts(report.Judge.Name, report.Judge.Version, outcomes)
            : throw new BadInputException(
                path,
                $"has {outcomes.Length} rows",
                $"{rows.Count}, one for each response beside it",
                "Repeat the audit's command."
            );
    }
}
