using System.CommandLine;
using Refrain.Comparisons;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Reports.Comparing;
using Refrain.Responses;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>What <c>refrain compare</c> prints.</summary>
internal static class CompareOutput
{
    private static readonly string[] Columns =
    [
        "",
        "verdict",
        "harmful A",
        "B",
        "change",
        "95 %",
        "p",
        "harmless A",
        "B",
        "change",
        "cosine",
    ];

    /// <summary>The report as JSON, or a table of languages, the checks that did not pass, and the report's path.</summary>
    public static void Write(ComparisonResult compared, ParseResult result, bool json)
    {
        var report = compared.Report;
        if (json)
        {
            result.Output.Write(ComparisonJson.Write(report));
            return;
        }

        result.Output.WriteLine("A: " + Shown(ComparisonWording.Side(report.A)));
        result.Output.WriteLine("B: " + Shown(ComparisonWording.Side(report.B)));
        foreach (var difference in report.Differences)
        {
            result.Output.WriteLine(
                $"   {BadInputException.Show(difference.Name)}: "
                    + $"A {BadInputException.Show(difference.A ?? "absent")}, B {BadInputException.Show(difference.B ?? "absent")}"
            );
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in Columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach ((string code, var language) in report.Languages)
        {
            var (harmful, harmless) = (
                language.Find(PromptClass.Harmful, Condition.Baseline),
                language.Find(PromptClass.Harmless, Condition.Baseline)
            );
            string[] numbers = harmful is null ? ["-", "-", "-", "-"] : ComparisonWording.Numbers(harmful.Refusal);
            string from = ComparisonMarkdown.Verdict(language, first: true),
                to = ComparisonMarkdown.Verdict(language, first: false);
            table.AddRow(
                Markup.Escape(Shown(code)),
                Markup.Escape(from == to ? to : $"{from} → {to}"),
                Figures.Percent(harmful?.A.Share),
                Figures.Percent(harmful?.B.Share),
                numbers[0],
                numbers[1],
                numbers[2],
                Figures.Percent(harmless?.A.Share),
                Figures.Percent(harmless?.B.Share),
                harmless is null ? "-" : ComparisonWording.Points(harmless.Refusal.Change),
                Figures.Number(language.Cosine?.Value, "0.000")
            );
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(result.Output) });
        console.Profile.Width = Math.Max(console.Profile.Width, 140);
        console.Write(table);
        result.Output.WriteLine(
            "Refusal of the same harmful and harmless prompts, and its change in points with its interval and p (over all"
        );
        result.Output.WriteLine($"languages); cosine of A's and B's directions at layer {report.Layer}.");
        foreach (var check in report.Checks.Where(check => check.Outcome == CheckOutcome.Fail))
        {
            result.Output.WriteLine($"failed: {RuleText.Of(check.Rule).Name}: {Shown(check.Message)}");
        }

        foreach (var rule in report.Checks.Where(check => check.Outcome == CheckOutcome.Undecided).GroupBy(check => check.Rule))
        {
            result.Output.WriteLine(
                $"undecided: {RuleText.Of(rule.Key).Name} in {Shown(string.Join(", ", rule.Select(check => check.Language)))}"
            );
        }

        foreach (string doubt in report.Doubts)
        {
            result.Output.WriteLine("note: " + Shown(doubt));
        }

        result.Output.WriteLine(Shown(ComparisonWording.Finding(report)));
        result.Output.WriteLine(
            $"{ComparisonMarkdown.Word(report.Outcome)}: {ComparisonWording.Verdict(report)} Thresholds: {Thresholds(report.Thresholds)}"
        );
        result.Output.WriteLine(Path.GetFullPath(Path.Combine(compared.Folder, "compare.html")));
    }

    /// <summary>The command line that repeats a comparison of two runs.</summary>
    public static string CommandLine(string a, string b, string? thresholds) =>
        $"refrain compare {AuditCommandLine.Quote(a)} {AuditCommandLine.Quote(b)}"
        + $"{(thresholds is null ? "" : $" --thresholds {AuditCommandLine.Quote(thresholds)}")}";

    public static int Fail(ComparisonReport report, ParseResult result)
    {
        var missed = report
            .Checks.Where(check => report.Thresholds.Fails(check.Outcome))
            .Select(check => check.Language is null ? check.Rule : $"{check.Rule} in {Shown(check.Language)}");
        result.Error.WriteLine($"thresholds missed: {string.Join(", ", missed)}");
        return ExitCode.ThresholdMissed;
    }

    private static string Thresholds(DriftThresholds thresholds)
    {
        var limits = thresholds.Default;
        (string Name, double? Limit)[] named =
        [
            ("cosine at least", limits.MinimumCosine),
            ("drop of harmful refusals at most", limits.MaximumRefusalDrop),
            ("rise of harmless refusals at most", limits.MaximumHarmlessRefusalRise),
            ("rise of degenerate answers at most", limits.MaximumDegenerateRise),
        ];
        string[] parts =
        [
            .. named.Where(one => one.Limit is not null).Select(one => $"{one.Name} {Figures.Number(one.Limit, "0.###")}"),
            .. thresholds.Languages.Count > 0 ? (string[])[$"of their own in {string.Join(", ", thresholds.Languages.Keys)}"] : [],
            $"undecided {(thresholds.UndecidedFails ? "fails" : "passes")}",
        ];
        return string.Join("; ", parts) + ".";
    }

    // Names come from files: nothing in them may steer a terminal.
    private static string Shown(string text) => VisibleText.Of(text).ReplaceLineEndings(" ");
}
