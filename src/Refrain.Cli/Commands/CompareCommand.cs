using System.CommandLine;
using Refrain.Cli.Progress;
using Refrain.Comparisons;
using Refrain.Measurement;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain compare</c>: what changed between two audits of one architecture, held against thresholds.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var a = new Argument<string?>("A")
        {
            Description = "A finished run's folder, from which changes are counted; with --audit also a model.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var b = new Argument<string?>("B")
        {
            Description = "The run that is compared with it, of the same architecture, suite and judge; with --audit also a model.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var thresholds = new Option<string?>("--thresholds")
        {
            Description = "What may change: a JSON file; else the thresholds that --print-thresholds prints.",
            HelpName = "file",
        };
        var print = new Option<bool>("--print-thresholds")
        {
            Description = "Print the thresholds that hold without a file, as one to start from, and stop there.",
        };
        var output = new Option<string?>("--output")
        {
            Description =
                "The folder of compare.html, compare.json and compare.md; compare-A-B in --runs by default, with both runs' keys.",
            HelpName = "folder",
        };
        var junit = new Option<string?>("--junit") { Description = "Write the checks as JUnit XML.", HelpName = "file" };
        var sarif = new Option<string?>("--sarif") { Description = "Write what did not pass as SARIF 2.1.0.", HelpName = "file" };
        var runs = new Option<string>("--runs")
        {
            Description = "The folder of reports and audits that get no other.",
            HelpName = "folder",
            DefaultValueFactory = _ => "runs",
        };
        var json = Options.Json("the content of compare.json");
        var audit = new Option<bool>("--audit")
        {
            Description =
                "A and B may be models: one that is no run is audited first, "
                + "as the options below say, into a run that a repeated command finds.",
        };
        var command = new Command(
            "compare",
            "Compares two audits: refusal, verdicts and directions of two checkpoints, "
                + "quantisations or settings, held against thresholds; exits with 4 when one is missed."
        )
        {
            a,
            b,
            thresholds,
            print,
            output,
            runs,
            junit,
            sarif,
            json,
            audit,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(print) && (result.GetValue(a) is null || result.GetValue(b) is null))
            {
                result.AddError("compare needs two runs, A and B. Example: refrain compare runs/old runs/new");
            }
        });
        var options = new AuditOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Task.Run(
                    () =>
                    {
                        if (result.GetValue(print))
                        {
                            result.Output.Write(ThresholdsFile.DefaultText);
                            return ExitCode.Done;
                        }

                        var request = new ComparisonRequest
                        {
                            A = result.GetValue(a)!,
                            B = result.GetValue(b)!,
                            Thresholds = result.GetValue(thresholds),
                            Output = result.GetValue(output),
                            Runs = result.GetRequiredValue(runs),
                            Junit = result.GetValue(junit),
                            Sarif = result.GetValue(sarif),
                            Command = CompareOutput.CommandLine(result.GetValue(a)!, result.GetValue(b)!, result.GetValue(thresholds)),
                        };
                        var compared = result.GetValue(audit)
                            ? WithAudits(request, options, result, cancel)
                            : AuditComparison.Run(request, cancel: cancel);
                        CompareOutput.Write(compared, result, result.GetValue(json));
                        return compared.Report.Outcome == CheckOutcome.Fail ? CompareOutput.Fail(compared.Report, result) : ExitCode.Done;
                    },
                    CancellationToken.None
                )
        );
        return command
            .WithExample("A new checkpoint against the old one", "refrain compare runs/my-model-0123456789ab runs/my-model-ba9876543210")
            .WithExample(
                "In a pipeline: fail on the team's own thresholds, for every CI system to show",
                "refrain compare runs/old runs/new --thresholds drift.json --junit junit.xml --sarif drift.sarif"
            )
            .WithExample("The thresholds to start from", "refrain compare --print-thresholds")
            .WithExample(
                "Two models that were not audited yet, in one command",
                "refrain compare ./old-model ./new-model --audit --languages en,de,ko,yo"
            );
    }

    private static ComparisonResult WithAudits(
        ComparisonRequest request,
        AuditOptions options,
        ParseResult result,
        CancellationToken cancel
    )
    {
        using var drawing = ProgressDrawing.Start(result.Quiet);
        return AuditComparison.Run(
            request with
            {
                Audit = model => options.Read(result, model) with { Runs = request.Runs },
            },
            drawing,
            new CommandLogger(PreflightOutput.Say(result)),
            cancel
        );
    }
}
