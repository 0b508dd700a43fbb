using System.CommandLine;
using System.Globalization;
using Refrain.Audits;
using Refrain.Cli.Progress;
using Refrain.Inspections;
using Refrain.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Refrain.Cli.Commands;

/// <summary>What <c>refrain inspect</c> prints for people.</summary>
internal static class InspectOutput
{
    private const int Width = 100,
        MostOnset = 3,
        LongestOnset = 10;

    public static void Write(Inspection inspection, ParseResult result)
    {
        int width = Math.Max(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(result.Output) }).Profile.Width,
            Width
        );
        Draw(Facts(inspection), width, result.Output);
        if (inspection.Sample is { } sample)
        {
            Draw(Sampled(sample), width, result.Output);
            result.Output.WriteLine(
                "Kept: prompts that pass the audit's filter, of those tried. "
                    + "Refused: of those answered. Onset: tokens with which refusals start."
            );
            result.Output.WriteLine();
            result.Output.WriteLine(Time(sample));
        }
        else
        {
            result.Output.WriteLine($"No prompts were tried: {OptionNames.In(inspection.NoSampleText!)}.");
        }

        result.Output.WriteLine();
        result.Output.WriteLine(
            inspection.Doubts.Count == 0 ? "Nothing to doubt was found."
            : inspection.Doubts.Count == 1 ? "One doubt:"
            : $"{inspection.Doubts.Count} doubts:"
        );
        foreach (var doubt in inspection.Doubts)
        {
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(1)).AddColumn(new GridColumn().PadRight(0));
            grid.AddRow(
                new Text("-"),
                new Text(
                    $"{VisibleText.Of(OptionNames.In(doubt.FoundText))} {OptionNames.In(doubt.MeansText)} {OptionNames.In(doubt.DoText)}"
                )
            );
            Draw(grid, width, result.Output);
        }
    }

    /// <summary>Lines without the white space that fills columns.</summary>
    private static void Draw(IRenderable drawing, int width, TextWriter output)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        console.Write(drawing);
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }
    }

    private static Grid Facts(Inspection inspection)
    {
        var config = inspection.Config;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().PadRight(0));
        void Row(string name, string value) => grid.AddRow(new Text(name), new Text(value));
        Row(
            "model",
            $"{inspection.Name}{(inspection.Revision is { } commit ? $" at {commit}" : "")} ({inspection.Format}, "
                + $"{string.Join(", ", inspection.Storage)})"
        );
        Row(
            "architecture",
            $"{config.Architecture}: {config.Layers} layers, hidden {config.HiddenSize}, {config.Heads} heads, "
                + $"{config.KeyValueHeads} key/value heads, head width {config.HeadDimension}"
        );
        Row("parameters", $"{inspection.Parameters / 1e6:F1} M; vocabulary {config.VocabularySize}");
        foreach (var group in inspection.Hooks)
        {
            string layers =
                group.First == config.Layers ? "final norm"
                : group.First == group.Last ? $"layer {group.First}"
                : $"layers {group.First}-{group.Last}";
            Row(
                ReferenceEquals(group, inspection.Hooks[0]) ? "hook points" : "",
                $"{layers}: {string.Join(", ", (string[])[.. group.Tapped ? (string[])["resid_pre (read)"] : [], .. group.Sites])}"
            );
        }

        if (inspection.Template is { } template)
        {
            Template(template, Row);
        }
        else
        {
            Row("template", $"none can be used: see the doubt below");
        }

        foreach (
            (var preflight, string suffix) in ((Preflight, string)[])[(inspection.Preflight, ""), (inspection.FastPreflight, ", fast")]
        )
        {
            foreach (string line in preflight.Lines)
            {
                Row(
                    line[..line.IndexOf(':', StringComparison.Ordinal)] + suffix,
                    $"{line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]}"
                );
            }
        }

        return grid;
    }

    private static void Template(InspectedTemplate template, Action<string, string> row)
    {
        row("one user turn", $"{Tokens(template.Tokens)}");
        row(
            "after the user's text",
            $"{template.PostInstruction.Count} tokens, positions -{template.PostInstruction.Count} to -1: "
                + $"{Tokens(template.PostInstruction)}"
        );
        row("an answer ends with", $"{(template.EndTokens.Count == 0 ? "no token that is known" : Tokens(template.EndTokens))}");
        row(
            "system turn",
            (
                template.SystemTurnProblem is { } problem
                    ? "cannot be given: one that " + VisibleText.Of(problem)
                    : "can be given with --system"
            ) + (template.HasPreamble ? "; the template puts text of its own before the user's turn" : "")
        );
        string option = template.ThinkingSwitch is { } name ? $", option {name}" : "";
        row(
            "thinking",
            (TemplateText.Thinking(template.Thinking) ?? "none known")
                + (template.ThinkingTags is { } tags ? $" ({tags.Open}{option})" : "")
        );
        if (template.Date is { } date)
        {
            row("date", $"{date:yyyy-MM-dd}: the template asks for it (--date)");
        }
    }

    private static Table Sampled(InspectionSample sample)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (
            string column in (string[])
                ["", "harmful kept", "harmless kept", "harmful refused", "harmless refused", Judging.Outcome.Degenerate.Word(), "onset"]
        )
        {
            table.AddColumn(new TableColumn(column));
        }

        foreach (var language in sample.Languages)
        {
            string Of(int? kept, int all) => kept is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{kept}/{all}");
            string Outcome(IReadOnlyDictionary<string, int> answers, string outcome) => Of(answers[outcome], answers.Values.Sum());
            string degenerate = Of(
                language.HarmfulAnswers[Judging.Outcome.Degenerate.Word()] + language.HarmlessAnswers[Judging.Outcome.Degenerate.Word()],
                language.HarmfulAnswers.Values.Sum() + language.HarmlessAnswers.Values.Sum()
            );
            string onset =
                language.Onset.Count > 0
                    ? string.Join(" ", language.Onset.Take(MostOnset).Select(token => Short(VisibleText.OfToken(token.Text))))
                        + (language.Onset.Count > MostOnset ? " …" : "")
                : language.OnsetLanguage is { } other ? $"none, counts those of {other}"
                : "none";
            table.AddRow(
                new Text(language.Language),
                new Text(Of(language.HarmfulKept, language.Harmful)),
                new Text(Of(language.HarmlessKept, language.Harmless)),
                new Text(Outcome(language.HarmfulAnswers, Judging.Outcome.Refusal.Word())),
                new Text(Outcome(language.HarmlessAnswers, Judging.Outcome.Refusal.Word())),
                new Text(degenerate),
                new Text(onset)
            );
        }

        return table;
    }

    private static string Time(InspectionSample sample) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"A standard audit takes about {ProgressText.Time(TimeSpan.FromSeconds(sample.AuditSeconds.Values.Sum()))} at most "
                + $"({string.Join(", ", sample.AuditSeconds.Select(Stage))}), by the speed of this sample: "
                + $"{sample.TokensRead:F0} tokens read a second, {sample.TokensAnswered:F0} while answering."
        );

    private static string Stage(KeyValuePair<string, double> stage) =>
        $"{stage.Key} {ProgressText.Time(TimeSpan.FromSeconds(stage.Value))}";

    private static string Short(string token) =>
        token.EnumerateRunes().Count() <= LongestOnset ? token : string.Concat(token.EnumerateRunes().Take(LongestOnset)) + "…";

    private static string Tokens(IReadOnlyList<InspectedToken> tokens) =>
        string.Join("  ", tokens.Select(token => $"{token.Id.ToString(CultureInfo.InvariantCulture)} {VisibleText.OfToken(token.Text)}"));
}
