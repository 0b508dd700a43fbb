using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Refrain.Audits;
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
            result.Output.WriteLine(Json(plan));
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
        result.Output.WriteLine(
            $"An audit of {VisibleName(plan.Model)} on {VisibleName(plan.Suite)}, {plan.Languages.Count} languages; directions of {string.Join(", ", plan.Sources)}; {(plan.Controls ? "with" : "without")} controls{(plan.Stress is { } stress ? $"; ablation at {stress.Probabilities.Count} probabilities on {stress.Prompts} harmful prompts of each language at most" : "")}."
        );
        if (plan.OverRefusal.Count > 0)
        {
            result.Output.WriteLine(
                $"Over-refusal also on {string.Join(", ", plan.OverRefusal.Select(set => $"{VisibleName(set.Name)} ({Count(set.Prompts)} prompts)"))}."
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
                    $"Time by the speed of a sample ({speed.Seconds:F1} s): {speed.Reading:F0} tokens read a second, {speed.Answering:F0} while answering."
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

    private static string Json(AuditEstimate plan)
    {
        using var stream = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", 1);
            writer.WriteString("model", plan.Model);
            writer.WriteString("suite", plan.Suite);
            Texts(writer, "languages", plan.Languages);
            Texts(writer, "sources", plan.Sources);
            writer.WriteString("controls", plan.Controls ? AuditSettings.All : "none");
            writer.WriteStartArray("stress_probabilities");
            foreach (double probability in plan.Stress?.Probabilities ?? [])
            {
                writer.WriteNumberValue(probability);
            }

            writer.WriteEndArray();
            writer.WriteNumber("stress_prompts", plan.Stress?.Prompts ?? 0);
            writer.WriteStartArray("over_refusal");
            foreach ((string name, int prompts) in plan.OverRefusal)
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteNumber("prompts", prompts);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("stages");
            foreach (var stage in plan.Stages)
            {
                writer.WriteStartObject();
                writer.WriteString("stage", stage.Stage);
                writer.WriteNumber("prompts", stage.Prompts);
                writer.WriteNumber("tokens", stage.Tokens);
                writer.WriteNumber("passes", stage.Passes);
                Number(writer, "seconds", stage.Seconds);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            Number(writer, "seconds", plan.Seconds);
            writer.WriteString("no_time", plan.NoSpeed);
            Number(writer, "opening_seconds", plan.Speed?.OpeningSeconds);
            Number(writer, "tokens_read_per_second", plan.Speed?.Reading);
            Number(writer, "tokens_answered_per_second", plan.Speed?.Answering);
            PreflightOutput.Write(writer, plan.Preflight);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, Math.Round(number, 3));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string VisibleName(string name) => Reports.VisibleText.Of(name);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(double? seconds) => seconds is { } known ? ProgressText.Time(TimeSpan.FromSeconds(known)) : "-";
}
