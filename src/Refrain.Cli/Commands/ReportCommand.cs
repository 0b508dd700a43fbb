using System.CommandLine;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain report</c>: a finished run's report, written again without the model.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A finished run's folder." };
        var json = Options.Json("the content of report.json");
        var command = new Command("report", "Writes a finished run's report again; needs neither model nor suite.") { run, json };
        command.SetAction(result =>
        {
            AuditOutput.Write(Audit.Reprint(result.GetRequiredValue(run)), result, result.GetValue(json));
            return ExitCode.Done;
        });
        return command.WithExample("After an update, with the new version's layout", "refrain report runs/my-model-0123456789ab");
    }
}
