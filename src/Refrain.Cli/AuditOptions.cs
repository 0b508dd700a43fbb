using System.CommandLine;
using Refrain.Audits;
using Refrain.Cli.Commands;
using Refrain.Graphs;

namespace Refrain.Cli;

/// <summary>The options that say what an audit measures and how: of <c>audit</c>, and of <c>compare</c> where it audits models.</summary>
internal sealed class AuditOptions
{
    private readonly Option<string?> suite = Options.Suite();
    private readonly Option<string[]?> languages = Options.Languages();
    private readonly Option<string> source = Options.Source();
    private readonly Option<string[]?> sources = Options.Sources();
    private readonly Option<string> controls = Options.Controls();
    private readonly Option<string?> testIds = new("--test-ids")
    {
        Description = "Test prompts, CLASS[/LANGUAGE]:[SPLIT:]FROM-TO,… with both ends; the first 64 of each class by default.",
        HelpName = "ids",
    };
    private readonly Option<string[]> overRefusal = Options.OverRefusal();
    private readonly Option<string> convention = new("--convention")
    {
        Description = "Where zero ablation acts: at every write into the residual stream (stream), or as the published code does (module).",
        DefaultValueFactory = _ => "stream",
    };
    private readonly Option<bool> sweep = new("--full-sweep")
    {
        Description = "Measure every score of every candidate, not only what the choice needs.",
    };
    private readonly Option<string> precision = Options.Precision();
    private readonly Option<int?> tokens = new("--max-new-tokens")
    {
        Description = "Tokens after which a response is cut; 24 by default, 1024 with --thinking on.",
        HelpName = "number",
    };
    private readonly Option<int> seed = Options.Seed();
    private readonly Option<bool> ignore = PreflightOutput.Ignore();
    private readonly StressOptions stress = new();
    private readonly AnswerLimitOptions limits = new();
    private readonly TemplateOptions template = new();
    private readonly JudgeOptions judge = new();
    private readonly ComputeOptions compute = new();

    /// <summary>Adds the options, those of template, judge and computing last.</summary>
    /// <param name="command">The command.</param>
    /// <param name="own">The command's own options, which stand between.</param>
    public AuditOptions AddTo(Command command, params ReadOnlySpan<Option> own)
    {
        convention.AcceptOnlyFromAmong("stream", "module");
        Options.Within(tokens, 1, 4096, whole: true, "a whole number from 1 to 4096");
        Options.Within(seed, 0, int.MaxValue, whole: true, "a whole number from 0 on");
        foreach (
            var option in (Option[])
                [
                    suite,
                    languages,
                    source,
                    sources,
                    controls,
                    testIds,
                    overRefusal,
                    convention,
                    sweep,
                    precision,
                    tokens,
                    seed,
                    ignore,
                    .. own,
                ]
        )
        {
            command.Add(option);
        }

        stress.AddTo(command);
        limits.AddTo(command);
        template.AddTo(command);
        judge.AddTo(command);
        compute.AddTo(command);
        return this;
    }

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="model">The model; null: the embedded demo.</param>
    public AuditRequest Read(ParseResult result, string? model)
    {
        var chat = template.Read(result);
        var settings = new AuditSettings
        {
            Languages = result.GetValue(languages) is { Length: > 0 } given ? given : null,
            Source = SourceOf(result, result.GetValue(sources)),
            Sources = result.GetValue(sources) is { Length: > 0 } tried ? tried : null,
            Controls = result.GetValue(controls) == AuditSettings.All,
            Stress = stress.Read(result),
            TestIds = result.GetValue(testIds),
            OverRefusal = result.GetValue(overRefusal) ?? [],
            Convention = Words<HookSites>.Find(result.GetValue(convention)) ?? HookSites.Stream,
            FullSweep = result.GetValue(sweep),
            AnswerLimits = limits.Read(result),
            Precision = Options.PrecisionOf(result.GetValue(precision)),
            MaximumNewTokens = result.GetValue(tokens) ?? AuditSettings.UsualNewTokens(chat),
            Template = chat,
            Judge = judge.Read(result),
            Seed = (ulong)result.GetValue(seed),
        };
        var request = new AuditRequest
        {
            Model = model,
            Suite = result.GetValue(suite),
            Settings = settings,
            IgnorePreflight = result.GetValue(ignore),
            Compute = compute.Read(result),
        };
        return request with { Command = AuditCommandLine.Of(request) };
    }

    /// <summary>The report's own source: the one given, else English where it is among the sources, else the first of them.</summary>
    private string SourceOf(ParseResult result, string[]? tried)
    {
        string named = result.GetRequiredValue(source);
        return result.GetResult(source) is { Implicit: false } || tried is null or [] or [AuditSettings.All] || tried.Contains(named)
            ? named
            : tried[0];
    }
}
