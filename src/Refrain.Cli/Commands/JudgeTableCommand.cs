using System.CommandLine;
using Refrain.Judging;
using Refrain.Judging.Learning;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain judge table</c>: the native judge against labels, leaving one model out.</summary>
internal static class JudgeTableCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "JSONL or CSV files of responses of at least two models, with language, model and refusal (0 or 1), and optionally condition and substring_refusal.", Arity = ArgumentArity.OneOrMore };
        var write = new Option<string?>("--write") { Description = "Replace the table in this Markdown document, instead of printing it.", HelpName = "document" };
        var command = new Command("table", "Judges each model's responses with weights learned on the others', and compares with the labels: agreement, coverage, calibration.") { files, write };
        command.SetAction(result =>
        {
            var rows = result.GetRequiredValue(files).SelectMany(file => ResponseFile.Read(file)).ToList();
            string table = JudgeTable.Of(LeaveOneModelOut.Judge(ReadRow.All(rows), JudgeMeasurement.UntrustedLanguages));
            if (result.GetValue(write) is { } document)
            {
                File.WriteAllText(document, JudgeTable.Replace(document, File.Exists(document) ? File.ReadAllText(document) : "", table));
            }
            else
            {
                result.InvocationConfiguration.Output.Write(table);
            }

            return ExitCode.Done;
        });
        return command.WithExample("The table of docs/judging.md", "refrain judge table ../shared/data/judge/*.jsonl --write docs/judging.md");
    }
}
