using System.CommandLine;
using System.Globalization;
using Refrain.Audits;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Responses;
using Refrain.Runs;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>What <c>refrain audit</c> and <c>refrain report</c> print.</summary>
internal static class AuditOutput
{
    /// <summary>The report as JSON, or a table of verdicts and the report's path.</summary>
    public static void Write(AuditResult audit, ParseResult result, bool json)
    {
        if (json)
        {
            result.Output.Write(ReportJson.Write(audit.Report));
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (
            string column in (string[])
                [
                    "",
                    "verdict",
                    PromptClass.Harmful.Word(),
                    "95 %",
                    PromptClass.Harmless.Word(),
                    Condition.Ablated.Word(),
                    Condition.Induced.Word(),
                    "score",
                ]
        )
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach ((string code, var language) in audit.Report.Languages)
        {
            var rates = language.Rates;
            table.AddRow(
                code,
                Colour(language.Verdict),
                Percent(rates.Harmful.Baseline),
                rates.Harmful.Baseline is { Low: { } low, High: { } high }
                    ? string.Create(CultureInfo.InvariantCulture, $"{100 * low:F0}-{100 * high:F0}")
                    : "-",
                Percent(rates.Harmless.Baseline),
                Percent(rates.Harmful.Ablated),
                Percent(rates.Harmless.Induced),
                language.RefusalScore.Harmful.Baseline?.Mean is { } mean ? mean.ToString("+0.0;-0.0", CultureInfo.InvariantCulture) : "-"
            );
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(result.Output) });
        console.Profile.Width = Math.Max(console.Profile.Width, 80);
        console.Write(table);
        result.Output.WriteLine(
            "Refusal of harmful prompts, its interval, of harmless prompts; of harmful ones with the direction ablated,"
        );
        result.Output.WriteLine("of harmless ones with it added; mean refusal score of harmful prompts.");
        result.Output.WriteLine(Selection(audit.Report));
        if (Mechanisms(audit.Report).ToArray() is { Length: > 0 } mechanisms)
        {
            result.Output.WriteLine("mechanism: " + string.Join("; ", mechanisms));
        }

        foreach (string line in audit.Report.OverRefusal.SelectMany(Reports.Sections.OverRefusalText.Lines))
        {
            result.Output.WriteLine("over-refusal on " + VisibleText.Of(line));
        }

        foreach (string line in Transfer(audit.Report.Transfer))
        {
            result.Output.WriteLine(line);
        }

        if (audit.Report.Stress is { } stress)
        {
            result.Output.WriteLine(
                "refusal under ablation with a probability, area from 0 to 1: "
                    + string.Join(", ", stress.Languages.Select(pair => $"{pair.Key} {Figures.Number(pair.Value.Area, "0.00")}"))
            );
        }

        if (TemplateText.Thinking(audit.Report.Settings.Template.Thinking) is { } thinking)
        {
            result.Output.WriteLine(thinking);
        }

        if (Wording.Precision(audit.Report) is { } precision)
        {
            result.Output.WriteLine(precision);
        }

        foreach (string doubt in audit.Report.Doubts)
        {
            result.Output.WriteLine("note: " + doubt);
        }

        result.Output.WriteLine(Path.GetFullPath(Path.Combine(audit.Folder, "report.html")));
    }

    /// <summary>Languages whose interval of harmful refusal reaches under a rate; one that was not measured is none of them.</summary>
    public static IReadOnlyList<string> Missed(AuditReport report, double? rate) =>
        rate is null ? [] : [.. report.Languages.Where(pair => pair.Value.Rates.Harmful.Baseline?.Low < rate).Select(pair => pair.Key)];

    public static int Fail(IReadOnlyList<string> missed, ParseResult result)
    {
        result.Error.WriteLine($"below --fail-under: {string.Join(", ", missed)}");
        return ExitCode.ThresholdMissed;
    }

    private static string Selection(AuditReport report)
    {
        var selection = report.Selection;
        string found = selection.Position is null
            ? selection.Verdict.Word()
            : $"{selection.Intervention?.Word()} ablation, position {selection.Position}, "
                + $"{(selection.FirstLayer is { } first ? $"from layer {first}" : $"layer {selection.Layer}")}; "
                + $"addition at layer {selection.AdditionLayer}";
        return $"direction of {report.Settings.Source}: {found}";
    }

    /// <summary>A line per source: where its ablation is effective, or why it has no direction.</summary>
    private static IEnumerable<string> Transfer(TransferReport? transfer) =>
        (transfer?.Sources ?? [])
            .Where(source => source.Intervention is not null || transfer!.Sources.Count > 1)
            .Select(source =>
            {
                string[] Targets(TransferClaim claim) =>
                    [
                        .. transfer!
                            .Cells.Where(cell =>
                                cell.Source == source.Language && cell.Condition == Condition.Ablated && cell.Claim == claim
                            )
                            .Select(cell => cell.Target),
                    ];
                string[] said =
                [
                    .. from claim in (TransferClaim[])
                        [TransferClaim.Effective, TransferClaim.NotAboveControls, TransferClaim.WithoutControls, TransferClaim.Opposite]
                    let targets = Targets(claim)
                    where targets.Length > 0
                    select $"{claim.Word()} in {string.Join(", ", targets)}",
                ];
                string effect =
                    source.Intervention is null ? source.Verdict.Word()
                    : said.Length == 0 ? "no effect beyond chance"
                    : string.Join("; ", said);
                return $"ablation of {source.Language}: {effect}";
            });

    private static IEnumerable<string> Mechanisms(AuditReport report)
    {
        IEnumerable<string> Where(Func<MechanismReport, bool> applies) =>
            report.Languages.Where(pair => pair.Value.Mechanism is { } mechanism && applies(mechanism)).Select(pair => pair.Key);
        MechanismVerdict[] verdicts =
        [
            MechanismVerdict.Protected,
            MechanismVerdict.ActionGap,
            MechanismVerdict.RepresentationGap,
            MechanismVerdict.Undecided,
            MechanismVerdict.NotMeasured,
        ];
        return verdicts
            .Select(verdict => (Name: verdict.Word(), Languages: Where(mechanism => mechanism.Verdict == verdict).ToArray()))
            .Append((Name: "incapable", Languages: Where(mechanism => mechanism.Incapable).ToArray()))
            .Where(group => group.Languages.Length > 0)
            .Select(group => $"{group.Name} {string.Join(", ", group.Languages)}");
    }

    private static string Colour(LanguageVerdict verdict) =>
        verdict switch
        {
            LanguageVerdict.Refuses => $"[green]{verdict.Word()}[/]",
            LanguageVerdict.Unprotected => $"[red]{verdict.Word()}[/]",
            _ => verdict.Word(),
        };

    private static string Percent(Rate? rate) =>
        rate?.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0}%") : "-";
}
