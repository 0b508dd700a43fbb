using System.CommandLine;
using Refrain.Audits;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain report</c>: a finished run's report, written again without the model.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A finished run's folder." };
        var labels = new Option<string[]>("--labels")
        {
            Description =
                "Labels that people gave to the run's responses: "
                + "a CSV or JSONL file with label, and id or response; may be repeated under names of your choice.",
            HelpName = "[name=]file",
        };
        var json = Options.Json("the content of report.json");
        var command = new Command("report", "Writes a finished run's report again; needs neither model nor suite.") { run, labels, json };
        command.SetAction(result =>
        {
            AuditOutput.Write(Audit.Reprint(result.GetRequiredValue(run), result.GetValue(labels) ?? []), result, result.GetValue(json));
            return ExitCode.Done;
        });
        return command
            .WithExample("After an update, with the new version's layout", "refrain report runs/my-model-0123456789ab")
            .WithExample(
                "With the agreement of the judge and of two people",
                "refrain report runs/my-model-0123456789ab --labels ann=ann.csv --labels ben=ben.csv"
            );
    }
}
