using System.CommandLine;
using Refrain.Judging;
using Refrain.Judging.Learning;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain judge table</c>: the native judge against labels, leaving one model out.</summary>
internal static class JudgeTableCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description =
                "JSONL or CSV files of responses of at least two models, with language, "
                + "model and refusal (0 or 1), and optionally condition and substring_refusal.",
            Arity = ArgumentArity.OneOrMore,
        };
        var write = new Option<string?>("--write")
        {
            Description = "Replace the table in this Markdown document, instead of printing it.",
            HelpName = "document",
        };
        var written = new Option<string?>("--written")
        {
            Description =
                "Also the table of cases that were written to test the judge: a JSONL file with id, language, kind, outcome and response.",
            HelpName = "file",
        };
        var command = new Command(
            "table",
            "Judges each model's responses with weights learned on the others', and compares with the labels: "
                + "agreement, coverage, calibration."
        )
        {
            files,
            written,
            write,
        };
        command.SetAction(result =>
        {
            var rows = result.GetRequiredValue(files).SelectMany(file => ResponseFile.Read(file)).ToList();
            string table = JudgeTable.Of(LeaveOneModelOut.Judge(ReadRow.All(rows), JudgeMeasurement.UntrustedLanguages));
            string? cases = result.GetValue(written) is { } file ? WrittenTable.Of(WrittenCase.Read(file)) : null;
            if (result.GetValue(write) is { } document)
            {
                string text = JudgeTable.Replace(
                    document,
                    File.Exists(document) ? File.ReadAllText(document) : "",
                    JudgeTable.Labelled,
                    table
                );
                File.WriteAllText(document, cases is null ? text : JudgeTable.Replace(document, text, JudgeTable.Written, cases));
            }
            else
            {
                result.InvocationConfiguration.Output.Write(cases is null ? table : $"{table}\n{cases}");
            }

            return ExitCode.Done;
        });
        return command.WithExample(
            "The table of docs/judging.md",
            "refrain judge table ../shared/data/judge/*.jsonl --written tests/Refrain.Tests/Judging/cases.jsonl --write docs/judging.md"
        );
    }
}
