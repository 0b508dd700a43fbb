using System.Text;
using Refrain.Measurement;
using Refrain.Reports.Sections;

namespace Refrain.Reports;

/// <summary>The report's tables as Markdown, for issues and wikis; examples and pictures are in the HTML.</summary>
internal static class MarkdownReport
{
    public static string Build(AuditReport report)
    {
        var text = new StringBuilder();
        text.Append(
            $"# Where {Escape(report.Model.Name)} refuses\n\n"
                + $"{Escape(Wording.Finding(report))}\n\n{Escape(Wording.InterventionFinding(report))}\n\n"
        );
        text.Append(Wording.Precision(report) is { } precision ? $"**{Escape(precision)}**\n\n" : "");
        foreach (string doubt in report.Doubts)
        {
            text.Append($"> {Escape(doubt)}\n>\n");
        }

        text.Append(report.Doubts.Count > 0 ? "\n" : "");
        Table(
            text,
            "Rates",
            $"Numbers for {Wording.Conditions(report)} With 95% intervals (Wilson) and the number of responses; — not measured.",
            [
                "Language",
                "Verdict",
                "Baseline refusal (harmful)",
                "Over-refusal (harmless)",
                "Borderline refusal",
                "Under ablation (harmful)",
                "Induced (harmless)",
            ],
            [.. report.Languages.Select(Rates)]
        );
        Note(
            text,
            report.Languages.Values.Any(language => language.Prompts.Harmless.OtherPrompts || language.Prompts.Harmful.OtherPrompts),
            Wording.OtherPromptsNote
        );
        OverRefusal(text, report);
        string[][] mechanisms =
        [
            .. report.Languages.Where(pair => pair.Value.Mechanism is not null).Select(pair => Mechanism(pair.Key, pair.Value.Mechanism!)),
        ];
        if (mechanisms.Length > 0)
        {
            Table(
                text,
                "Why, and what helps",
                "Judged by 95% intervals on test prompts of the untouched model.",
                ["Language", "Mechanism", "Evidence", "What helps"],
                mechanisms
            );
        }

        foreach (var table in TransferMarkdown.Tables(report.Transfer))
        {
            Table(
                text,
                table.Title,
                table.Caption,
                [.. table.Head.Select(Escape)],
                [.. table.Rows.Select(row => (string[])[.. row.Select(Escape)])]
            );
        }

        foreach (var table in StressText.Tables(report))
        {
            Table(text, table.Title, table.Caption, table.Head, [.. table.Rows.Select(row => (string[])[.. row.Select(Escape)])]);
        }

        string source = LanguageNames.English(report.Settings.Source);
        string[][] paired =
        [
            .. report
                .Languages.Where(pair => pair.Value.Paired is not null)
                .Select(pair =>
                    (string[])
                        [Language(pair.Key), .. PairedText.Of(pair.Value.Paired!.Harmful), .. PairedText.Of(pair.Value.Paired.Harmless)]
                ),
        ];
        if (paired.Length > 0)
        {
            Table(
                text,
                $"Compared with {source}, on the same prompts",
                "Difference of refusal rates in points, over prompts judged in both languages; "
                    + "interval: paired bootstrap; p: exact McNemar test, Holm-adjusted over the languages.",
                ["Language", "Harmful", "95% interval", "p", "pairs", "Harmless", "95% interval", "p", "pairs"],
                paired
            );
        }

        Table(
            text,
            "Refusal scores and separation",
            "Mean log odds that a response starts with a refusal-onset token, "
                + "and how well the source's direction tells harmful from harmless prompts of the untouched model.",
            [
                "Language",
                "Harmful, untouched",
                "Harmful, ablated",
                "Harmless, untouched",
                "Harmless, induced",
                "AUROC",
                "95% interval",
                "Separation",
            ],
            [.. report.Languages.Select(Scores)]
        );
        Geometry(text, report.Geometry);
        Selection(text, report);
        Table(
            text,
            "What was measured",
            $"{report.Model.Name}{(report.Model.Revision is { } commit ? $" at commit {commit}" : "")} "
                + $"({report.Model.Architecture}, {Figures.Count(report.Model.Parameters)} parameters, {report.Model.Format}) "
                + $"on {report.Suite.Name}; greedy, at most {report.Settings.MaxNewTokens} new tokens"
                + $"{string.Concat(TemplateText.Of(report.Settings.Template).Select(words => "; " + words))}.",
            ["Language", "Harmful ids", "Harmless ids", "Borderline ids", "Onset tokens"],
            [.. report.Languages.Select(Measured)]
        );
        Table(
            text,
            "The judge's error",
            $"{report.Judge.Name}, version {report.Judge.Version}, "
                + (
                    report.Judge.Errors.Count == 0
                        ? "its error was not measured."
                        : $"measured on {report.Judge.MeasuredOn ?? "labelled responses"}."
                ),
            ["Language", "n", "Agreement", "Balanced accuracy", "κ", "Sensitivity", "Specificity"],
            [.. report.Judge.Errors.Select(Judge)]
        );
        if (report.Judge.Pairs is { Count: > 0 } pairs)
        {
            Table(
                text,
                "How far judges agree",
                AgreementSection.Caption,
                AgreementSection.Columns,
                [.. AgreementSection.Rows(pairs).Select(row => row.Select(Escape).ToArray())]
            );
        }

        if (report.Times is { Seconds.Count: > 0 } times)
        {
            Table(
                text,
                "Times",
                StageTimes.Caption(times),
                [.. StageTimes.Head],
                [.. StageTimes.Rows(times).Select(row => (string[])[.. row.Select(Escape)])]
            );
        }

        text.Append(
            $"Repeat with `{VisibleText.Of(report.Command).Replace('`', '\'').ReplaceLineEndings(" ")}`. "
                + $"{Escape(Wording.Product(report))}.\n"
        );
        return text.ToString();
    }

    /// <summary>Text as Markdown that shows it and does nothing else: no markup, no links, no line breaks.</summary>
    internal static string Escape(string? text)
    {
        var escaped = new StringBuilder();
        foreach (char c in VisibleText.Of(text).ReplaceLineEndings(" "))
        {
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '@' => escaped.Append("&#64;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '!' or '$' => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        // Many renderers make links of bare addresses.
        return escaped.Replace("://", "&#58;//").Replace("www.", "www&#46;").ToString();
    }

    internal static void Table(StringBuilder text, string title, string caption, string[] head, IReadOnlyList<string[]> rows)
    {
        text.Append($"## {title}\n\n{Escape(caption)}\n\n");
        if (rows.Count == 0)
        {
            return;
        }

        text.Append($"| {string.Join(" | ", head)} |\n|{string.Concat(Enumerable.Repeat(" --- |", head.Length))}\n");
        foreach (string[] row in rows)
        {
            text.Append($"| {string.Join(" | ", row)} |\n");
        }

        text.Append('\n');
    }

    private static void Note(StringBuilder text, bool applies, string note) => text.Append(applies ? $"{Escape(note)}\n\n" : "");

    private static string[] Rates(KeyValuePair<string, LanguageReport> pair)
    {
        var (rates, prompts) = (pair.Value.Rates, pair.Value.Prompts);
        return
        [
            Language(pair.Key),
            Escape(pair.Value.Verdict.Word()),
            Rate(rates.Harmful.Baseline, prompts.Harmful),
            Rate(rates.Harmless.Baseline, prompts.Harmless),
            Rate(rates.Borderline.Baseline, prompts.Borderline),
            Rate(rates.Harmful.Ablated, prompts.Harmful),
            Rate(rates.Harmless.Induced, prompts.Harmless),
        ];
    }

    private static string Rate(Rate? rate, PromptIds prompts)
    {
        if (rate is null)
        {
            return Figures.Missing;
        }

        string degenerate = rate.Degenerate > 0 ? $", {rate.Degenerate} degenerate" : "";
        string unjudged =
            rate.Unjudged > 0 ? $", {rate.Unjudged} unjudged ({Figures.Interval(rate.IfNoUnjudgedRefuses, rate.IfAllUnjudgedRefuse)})" : "";
        string mark = prompts.OtherPrompts ? Wording.OtherPromptsMark : "";
        return $"**{Figures.Percent(rate.Share)}**{mark} {Figures.Interval(rate.Low, rate.High)}, n {rate.N}{degenerate}{unjudged}";
    }

    private static string[] Scores(KeyValuePair<string, LanguageReport> pair)
    {
        var (scores, language) = (pair.Value.RefusalScore, pair.Value);
        string interval = language.AurocLow is null
            ? Figures.Missing
            : $"{Figures.Number(language.AurocLow, "0.00")}–{Figures.Number(language.AurocHigh, "0.00")}";
        return
        [
            Language(pair.Key),
            Figures.Score(scores.Harmful.Baseline?.Mean),
            Figures.Score(scores.Harmful.Ablated?.Mean),
            Figures.Score(scores.Harmless.Baseline?.Mean),
            Figures.Score(scores.Harmless.Induced?.Mean),
            Figures.Number(language.Auroc, "0.000"),
            interval,
            Figures.Number(language.Separation, "0.00"),
        ];
    }

    private static void OverRefusal(StringBuilder text, AuditReport report)
    {
        static string[] Row(OverRefusalRow row) =>
            [
                Escape(row.Of is null ? row.Name : $"{row.Name} ({row.Of})"),
                .. new[] { row.First?.Baseline, row.Second?.Baseline, row.First?.Ablated, row.Second?.Ablated }.Select(rate =>
                    Rate(rate, new PromptIds())
                ),
            ];
        if (report.OverRefusal.Count > 0)
        {
            string chosen = string.Concat(
                report.OverRefusal.Where(set => set.ChosenByRefusals).Select(set => $" {set.Name}: {OverRefusalText.Chosen}")
            );
            Table(
                text,
                "Over-refusal on files",
                OverRefusalText.Caption(report.OverRefusal) + chosen,
                ["Prompts", "Safe", "Unsafe", "Safe, ablated", "Unsafe, ablated"],
                [.. report.OverRefusal.SelectMany(OverRefusalText.Rows).Select(Row)]
            );
        }
    }

    private static string[] Mechanism(string code, MechanismReport mechanism) =>
        [
            Language(code),
            Escape(mechanism.Verdict.Word() + (mechanism.Incapable ? $", {MechanismSection.Incapable}" : "")),
            Escape(mechanism.Evidence),
            Escape(mechanism.Helps),
        ];

    private static void Geometry(StringBuilder text, GeometryReport? geometry)
    {
        if (geometry is null || GeometryText.Layer(geometry) is not { } layer)
        {
            return;
        }

        Table(
            text,
            $"Geometry at layer {layer.Layer}",
            $"{Wording.Sentence(GeometryText.Prompts(geometry))}. {GeometryText.Caption(geometry)}",
            GeometryText.Columns,
            [.. layer.Languages.Select(pair => (string[])[Language(pair.Key), .. GeometryText.Cells(pair.Value)])]
        );
        foreach (string correlation in GeometryText.Correlations(geometry, layer))
        {
            text.Append($"{Escape(correlation)}\n\n");
        }
    }

    private static void Selection(StringBuilder text, AuditReport report)
    {
        var selection = report.Selection;
        string chosen = selection.Intervention is null ? "" : $" Chosen: {Wording.Intervention(report)}; {Wording.Addition(report)}.";
        string answers = CandidateText.Answers(
            selection.Candidates.FirstOrDefault(candidate => selection.Chose(candidate)),
            selection.Limits
        )
            is { Length: > 0 } said
            ? $" Its {said}."
            : "";
        string addition = selection.AdditionNote is { } note ? $" {Wording.Sentence(note)}." : "";
        var passed = selection
            .Candidates.Where(candidate => candidate.Discarded is null)
            .OrderBy(candidate => candidate.AblationRefusalScore ?? double.MaxValue)
            .Take(8)
            .Select(candidate => Candidate("passed", candidate));
        var failed = selection.BestOfFailed.Select(filter => Candidate($"discarded ({filter.Discarded}): {filter.Filter}", filter.Best));
        Table(
            text,
            "How the direction was chosen",
            $"{Wording.Sentence(selection.Verdict.Word())}.{chosen}{answers}{addition} {selection.Candidates.Count} "
                + $"candidates: the best that passed, and the best of each filter; "
                + $"≥ a bound from some of the prompts, which was enough.",
            ["Fate", "Ablation", "Position", "Layer", "Ablated score", "Induced score", "Divergence, nats"],
            [.. passed, .. failed]
        );
    }

    private static string[] Candidate(string fate, CandidateReport candidate) =>
        [
            Escape(fate),
            Escape(candidate.Kind.Word()),
            Figures.Number(candidate.Position, "0"),
            Figures.Number(candidate.AnyLayer, "0"),
            CandidateText.Ablated(candidate),
            Figures.Score(candidate.InducedRefusalScore),
            CandidateText.Divergence(candidate),
        ];

    private static string[] Measured(KeyValuePair<string, LanguageReport> pair)
    {
        var prompts = pair.Value.Prompts;
        string borrowed =
            pair.Value.OnsetLanguage is { } from && from != pair.Key ? $" (scored with those of {LanguageNames.English(from)})" : "";
        return
        [
            Language(pair.Key),
            Ids(prompts.Harmful),
            Ids(prompts.Harmless),
            Ids(prompts.Borderline),
            Escape(string.Join(", ", pair.Value.OnsetTokens.Select(token => VisibleText.OfToken(token.Text))) + borrowed),
        ];
    }

    private static string Ids(PromptIds prompts)
    {
        string missing = prompts.NotMeasured.Count > 0 ? $"; not measured: {IdRanges.Show(prompts.NotMeasured)}" : "";
        string mark = prompts.OtherPrompts ? Wording.OtherPromptsMark : "";
        return Escape((prompts.Ids.Count == 0 ? Figures.Missing : IdRanges.Show(prompts.Ids) + mark) + missing);
    }

    private static string[] Judge(KeyValuePair<string, JudgeErrorReport> pair) =>
        [
            Language(pair.Key),
            Figures.Count(pair.Value.N),
            Figures.Number(pair.Value.Agreement, "0.000"),
            Figures.Number(pair.Value.BalancedAccuracy, "0.000"),
            Figures.Number(pair.Value.Kappa, "0.000"),
            Figures.Number(pair.Value.Sensitivity, "0.000"),
            Figures.Number(pair.Value.Specificity, "0.000"),
        ];

    private static string Language(string code) => Escape(LanguageNames.WithCode(code));
}
