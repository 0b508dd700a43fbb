using System.CommandLine;
using Refrain.Cli.Progress;
using Refrain.Graphs;
using Refrain.Reports;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain audit</c>: where a model refuses, what its refusal direction is, and where it is unprotected.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var model = Options.ModelOrDemo();
        var suite = Options.Suite();
        var languages = Options.Languages();
        var source = Options.Source();
        var sources = Options.Sources();
        var controls = Options.Controls();
        var testIds = new Option<string?>("--test-ids") { Description = "Test prompts, CLASS[/LANGUAGE]:[SPLIT:]FROM-TO,… with both ends; the first 64 of each class by default.", HelpName = "ids" };
        var convention = new Option<string>("--convention") { Description = "Where zero ablation acts: at every write into the residual stream (stream), or as the published code does (module).", DefaultValueFactory = _ => "stream" };
        convention.AcceptOnlyFromAmong("stream", "module");
        var sweep = new Option<bool>("--full-sweep") { Description = "Measure every score of every candidate, not only what the choice needs." };
        var precision = Options.Precision();
        var tokens = new Option<int?>("--max-new-tokens") { Description = "Tokens after which a response is cut; 24 by default, 1024 with --thinking on.", HelpName = "number" };
        var plan = new Option<bool>("--plan") { Description = "Only say what the audit will cost (prompts, tokens, passes, time by a short sample, memory, disk), and stop there." };
        var run = Options.Run();
        var resume = Options.Resume();
        var seed = Options.Seed();
        var failUnder = new Option<double?>("--fail-under") { Description = "Exit with 4 when a language's interval of harmful refusal has its lower end under this rate.", HelpName = "rate" };
        var ignore = PreflightOutput.Ignore();
        var json = Options.Json("the content of report.json");
        Options.Within(tokens, 1, 4096, whole: true, "a whole number from 1 to 4096");
        Options.Within(seed, 0, int.MaxValue, whole: true, "a whole number from 0 on");
        Options.Within(failUnder, 0, 1, whole: false, "a rate from 0 to 1");
        var command = new Command("audit", "Audits a model: refusal in every language, the refusal direction, and how it carries over; ends with a report.")
        {
            model, suite, languages, source, sources, controls, testIds, convention, sweep, precision, tokens, plan, run, resume, seed, failUnder, ignore, json,
        };
        var template = new TemplateOptions().AddTo(command);
        var judge = new JudgeOptions().AddTo(command);
        var compute = new ComputeOptions().AddTo(command);
        var profiling = new ProfileOptions().AddTo(command);
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            using var profile = profiling.Start(result);
            var chat = template.Read(result);
            var settings = new AuditSettings
            {
                Languages = result.GetValue(languages) is { Length: > 0 } given ? given : null,
                Source = SourceOf(result, source, result.GetValue(sources)),
                Sources = result.GetValue(sources) is { Length: > 0 } tried ? tried : null,
                Controls = result.GetValue(controls) == AuditSettings.All,
                TestIds = result.GetValue(testIds),
                Convention = result.GetValue(convention) == "module" ? HookSites.Module : HookSites.Stream,
                FullSweep = result.GetValue(sweep),
                Precision = Options.PrecisionOf(result.GetValue(precision)),
                MaximumNewTokens = result.GetValue(tokens) ?? AuditSettings.UsualNewTokens(chat),
                Template = chat,
                Judge = judge.Read(result),
                Seed = (ulong)result.GetValue(seed),
            };
            var request = new AuditRequest { Model = result.GetValue(model), Suite = result.GetValue(suite), Settings = settings, Run = result.GetValue(run), ResumeOnly = result.GetValue(resume), IgnorePreflight = result.GetValue(ignore), Say = PreflightOutput.Say(result), Compute = compute.Read(result) };
            if (result.GetValue(plan))
            {
                AuditPlanOutput.Write(AuditEstimate.Of(request with { Note = Messages.Write }, cancel), result, result.GetValue(json));
                return ExitCode.Done;
            }

            var audit = Run(request with { Command = AuditCommandLine.Of(request) }, result, cancel);
            AuditOutput.Write(audit, result, result.GetValue(json));
            return AuditOutput.Missed(audit.Report, result.GetValue(failUnder)) is { Count: > 0 } missed
                ? AuditOutput.Fail(missed, result)
                : ExitCode.Done;
        }, CancellationToken.None));
        return command
            .WithExample("The embedded demo model and suite, under a minute", "refrain audit")
            .WithExample("A model on PolyRefuse, four languages", "refrain audit ./my-model --suite ./polyrefuse --languages en,de,ko,yo")
            .WithExample("Every language's direction in every language; what that costs, first", "refrain audit ./my-model --sources all --plan")
            .WithExample("A model of the Hub, downloaded once", "refrain audit Qwen/Qwen2.5-0.5B-Instruct")
            .WithExample("Judged by a model on this machine, with the product's own judge beside it", "refrain audit ./my-model --judge wildguard --judge-endpoint http://127.0.0.1:8000/v1 --judge-model allenai/wildguard")
            .WithExample("In a pipeline: fail when a language refuses less than 80 % of harmful prompts", "refrain audit ./my-model --fail-under 0.8 --json");
    }

    /// <summary>The report's own source: the one given, else English where it is among the sources, else the first of them.</summary>
    private static string SourceOf(ParseResult result, Option<string> source, string[]? sources)
    {
        string named = result.GetRequiredValue(source);
        return result.GetResult(source) is { Implicit: false } || sources is null or [] or [AuditSettings.All] || sources.Contains(named) ? named : sources[0];
    }

    private static AuditResult Run(AuditRequest request, ParseResult result, CancellationToken cancel)
    {
        using var drawing = ProgressDrawing.Start(result.Quiet);
        return Audit.Run(request with { Progress = drawing.Report, Note = Messages.Write }, cancel);
    }
}
