using System.CommandLine;
using Refrain.Audits;
using Refrain.Cli.Progress;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain audit</c>: where a model refuses, what its refusal direction is, and where it is unprotected.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var model = Options.ModelOrDemo();
        var plan = new Option<bool>("--plan")
        {
            Description =
                "Only say what the audit will cost (prompts, tokens, passes, time by a short sample, memory, disk), and stop there.",
        };
        var run = Options.Run();
        var resume = Options.Resume();
        var failUnder = new Option<double?>("--fail-under")
        {
            Description = "Exit with 4 when a language's interval of harmful refusal has its lower end under this rate.",
            HelpName = "rate",
        };
        var json = Options.Json("the content of report.json");
        Options.Within(failUnder, 0, 1, whole: false, "a rate from 0 to 1");
        var command = new Command(
            "audit",
            "Audits a model: refusal in every language, the refusal direction, and how it carries over; ends with a report."
        )
        {
            model,
        };
        var options = new AuditOptions().AddTo(command, plan, run, resume, failUnder, json);
        var profiling = new ProfileOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Task.Run(
                    () =>
                    {
                        using var profile = profiling.Start(result);
                        var request = options.Read(result, result.GetValue(model)) with
                        {
                            Run = result.GetValue(run),
                            ResumeOnly = result.GetValue(resume),
                        };
                        if (result.GetValue(plan))
                        {
                            var estimate = AuditEstimate.Of(request, progress: null, CommandLogger.OfNotes, cancel);
                            AuditPlanOutput.Write(estimate, result, result.GetValue(json));
                            return ExitCode.Done;
                        }

                        var audit = Run(request, result, cancel);
                        AuditOutput.Write(audit, result, result.GetValue(json));
                        return AuditOutput.Missed(audit.Report, result.GetValue(failUnder)) is { Count: > 0 } missed
                            ? AuditOutput.Fail(missed, result)
                            : ExitCode.Done;
                    },
                    CancellationToken.None
                )
        );
        return command
            .WithExample("The embedded demo model and suite, under a minute", "refrain audit")
            .WithExample("A model on PolyRefuse, four languages", "refrain audit ./my-model --suite ./polyrefuse --languages en,de,ko,yo")
            .WithExample(
                "Every language's direction in every language; what that costs, first",
                "refrain audit ./my-model --sources all --plan"
            )
            .WithExample(
                "How much ablation it takes to break refusal, on 16 prompts of each language",
                "refrain audit ./my-model --stress --stress-prompts 16"
            )
            .WithExample("Over-refusal on XSTest as well, downloaded by you", "refrain audit ./my-model --over-refusal xstest_prompts.csv")
            .WithExample("A model of the Hub, downloaded once", "refrain audit Qwen/Qwen2.5-0.5B-Instruct")
            .WithExample(
                "Judged by a model on this machine, with the product's own judge beside it",
                "refrain audit ./my-model --judge wildguard --judge-endpoint http://127.0.0.1:8000/v1 --judge-model allenai/wildguard"
            )
            .WithExample(
                "In a pipeline: fail when a language refuses less than 80 % of harmful prompts",
                "refrain audit ./my-model --fail-under 0.8 --json"
            );
    }

    private static AuditResult Run(AuditRequest request, ParseResult result, CancellationToken cancel)
    {
        using var drawing = ProgressDrawing.Start(result.Quiet);
        return Audit.Run(request, drawing, new CommandLogger(PreflightOutput.Say(result)), cancel);
    }
}
