using System.CommandLine;
using System.Globalization;
using Refrain.Audits;
using Refrain.Cli.Json;
using Refrain.Cli.Progress;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>What <c>refrain audit --plan</c> prints.</summary>
internal static class AuditPlanOutput
{
    public static void Write(AuditEstimate plan, ParseResult result, bool json)
    {
        if (json)
        {
            result.Output.WriteLine(CliJson.Indented(AuditPlanJson.Of(plan)));
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (string column in (string[])["prompts", "tokens", "passes", "time"])
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (var stage in plan.Stages)
        {
            table.AddRow(stage.Stage, Count(stage.Prompts), Count(stage.Tokens), Count(stage.Passes), Time(stage.Seconds));
        }

        table.AddRow(
            "together",
            Count(plan.Stages.Sum(stage => stage.Prompts)),
            Count(plan.Stages.Sum(stage => stage.Tokens)),
            Count(plan.Stages.Sum(stage => stage.Passes)),
            Time(plan.Seconds)
        );
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(result.Output) });
        console.Profile.Width = Math.Max(console.Profile.Width, 80);
        string stressed = plan.Stress is { } stress
            ? $"; ablation at {stress.Probabilities.Count} probabilities on {stress.Prompts} harmful prompts of each language at most"
            : "";
        result.Output.WriteLine(
            $"An audit of {VisibleName(plan.Model)} on {VisibleName(plan.Suite)}, {plan.Languages.Count} languages; "
                + $"directions of {string.Join(", ", plan.Sources)}; "
                + $"{(plan.Controls ? "with" : "without")} controls{stressed}."
        );
        if (plan.OverRefusal.Count > 0)
        {
            result.Output.WriteLine(
                $"Over-refusal also on "
                    + $"{string.Join(", ", plan.OverRefusal.Select(set => $"{VisibleName(set.Name)} ({Count(set.Prompts)} prompts)"))}."
            );
        }

        console.Write(table);
        result.Output.WriteLine("At most: as if every source had a direction that passes, and every answer were as long as it may be.");
        if (plan.AnswerLimits)
        {
            result.Output.WriteLine(
                "Limits on answers are counted for one candidate of a source; each that exceeds them costs as much again."
            );
        }

        result.Output.WriteLine(
            plan.Speed is { } speed
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Time by the speed of a sample ({speed.Seconds:F1} s): "
                        + $"{speed.Reading:F0} tokens read a second, {speed.Answering:F0} while answering."
                )
                : $"The time is not known: {OptionNames.In(plan.NoSpeedText!)}."
        );
        foreach (
            string line in (IEnumerable<string>)
                [.. plan.Preflight.Lines, .. plan.Preflight.Problems.Select(problem => "problem: " + problem)]
        )
        {
            result.Output.WriteLine(line);
        }

        result.Output.WriteLine("Nothing was audited: leave --plan out to begin.");
    }

    private static string VisibleName(string name) => Reports.VisibleText.Of(name);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(double? seconds) => seconds is { } known ? ProgressText.Time(TimeSpan.FromSeconds(known)) : "-";
}
