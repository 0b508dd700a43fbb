using System.Text;
using Refrain.Measurement;

namespace Refrain.Reports.Comparing;

/// <summary>A comparison's tables as Markdown, for issues and wikis.</summary>
internal static class ComparisonMarkdown
{
    public static string Build(ComparisonReport report)
    {
        var text = new StringBuilder();
        string Escape(string value) => MarkdownReport.Escape(value);
        string Language(string? code) => code is null ? "" : Escape(LanguageNames.WithCode(code));
        void Table(string title, string caption, string[] head, IEnumerable<string[]> rows) =>
            MarkdownReport.Table(text, title, caption, head, [.. rows]);

        text.Append(
            $"# {Escape(ComparisonWording.Title(report))}\n\n"
                + $"**{Word(report.Outcome)}.** {Escape(ComparisonWording.Verdict(report))}\n"
                + $"\n{Escape(ComparisonWording.Finding(report))}\n\n"
        );
        text.Append($"- A: {Escape(ComparisonWording.Side(report.A))}\n- B: {Escape(ComparisonWording.Side(report.B))}\n\n");
        foreach (string doubt in report.Doubts)
        {
            text.Append($"> {Escape(doubt)}\n>\n");
        }

        text.Append(report.Doubts.Count > 0 ? "\n" : "");
        Table(
            "Checks",
            ChecksCaption,
            ["Outcome", "Check", "Language", "Measured", "95% interval", "Limit"],
            report
                .Checks.OrderByDescending(check => check.Outcome)
                .Select(check =>
                    (string[])
                        [
                            Word(check.Outcome),
                            RuleText.Of(check.Rule).Name,
                            Language(check.Language),
                            check.Limit is null ? Escape(check.Message) : ComparisonWording.Value(check, check.Value),
                            check.Low is null
                                ? Figures.Missing
                                : $"{ComparisonWording.Value(check, check.Low)} … {ComparisonWording.Value(check, check.High)}",
                            ComparisonWording.Limit(check),
                        ]
                )
        );
        Table(
            "Verdicts",
            "Each run's own, over all of its prompts.",
            ["Language", "A", "B"],
            report.Languages.Select(pair =>
                (string[])[Language(pair.Key), Escape(Verdict(pair.Value, first: true)), Escape(Verdict(pair.Value, first: false))]
            )
        );
        foreach (var cell in report.Languages.SelectMany(pair => pair.Value.Rates).Select(rate => (rate.Class, rate.Condition)).Distinct())
        {
            Table(
                $"Refusal: {ComparisonWording.Cell(cell.Class, cell.Condition)}",
                RatesCaption,
                ["Language", "A", "B", "Change, points", "95% interval", "p", "pairs"],
                from pair in report.Languages
                let rate = pair.Value.Find(cell.Class, cell.Condition)
                where rate is not null
                select (string[])[Language(pair.Key), Rate(rate.A), Rate(rate.B), .. ComparisonWording.Numbers(rate.Refusal)]
            );
        }

        Table(
            $"Directions at layer {report.Layer}",
            CosineCaption(report),
            [
                "Language",
                "cos(r_A, r_B)".Replace("_", "\\_"),
                "95% interval",
                "Gap kept",
                "Harmful prompts moved",
                "Harmless prompts moved",
            ],
            report.Languages.Select(pair => (string[])[Language(pair.Key), .. Directions(report, pair.Value)])
        );
        Table(
            "What differs",
            "What determines a run and is not the same in both.",
            ["Name", "A", "B"],
            report.Differences.Select(difference =>
                (string[])[Escape(difference.Name), Escape(difference.A ?? Figures.Missing), Escape(difference.B ?? Figures.Missing)]
            )
        );
        text.Append(
            $"Interventions. A: {Escape(ComparisonWording.Of(report.Intervention.A))}. "
                + $"B: {Escape(ComparisonWording.Of(report.Intervention.B))}.\n\n"
        );
        text.Append(
            $"Repeat with `{VisibleText.Of(report.Command).Replace('`', '\'').ReplaceLineEndings(" ")}`. "
                + $"Refrain {Escape(report.ProductVersion)}.\n"
        );
        return text.ToString();
    }

    internal const string ChecksCaption =
        "An interval decides: wholly within the limit passes, wholly beyond it fails, "
        + "and one that holds the limit is undecided. "
        + "A share fails only when its change is also beyond chance (exact McNemar test, Holm-adjusted over the languages). "
        + "Shares in points, with Tango's score interval, which has a width even where nothing changed; "
        + "cosines with a jackknife interval over prompts.";

    internal const string RatesCaption =
        "Over the prompts that both runs have. Change: B less A over prompts judged in both, in points; "
        + "interval: paired bootstrap, which has no width where no pair differs (the checks' interval has); "
        + "p: exact McNemar test, Holm-adjusted over the languages.";

    internal static string CosineCaption(ComparisonReport report) =>
        $"Cosine of each language's two directions, harmful less harmless means, "
        + $"with a jackknife interval over the same prompts. "
        + $"Projections are on the unit vector of A's {LanguageNames.English(report.Source)} direction, "
        + $"in shares of the gap that A holds between harmful and harmless prompts along it: "
        + $"kept 100% is as wide a gap in B; a harmful prompt that moved −100% lies where A's harmless ones do.";

    /// <summary>Cosine, its interval, gap kept, and how far both classes moved.</summary>
    internal static string[] Directions(ComparisonReport report, ComparedLanguage language)
    {
        var layer = language.Layers.FirstOrDefault(each => each.Layer == report.Layer);
        string Moved(MovedInGaps? moved) =>
            moved is null ? Figures.Missing
            : moved.Low is null ? Share(moved.Change)
            : $"{Share(moved.Change)} ({Share(moved.Low)} … {Share(moved.High)})";
        string interval = language.Cosine?.Low is null
            ? Figures.Missing
            : $"{Figures.Number(language.Cosine.Low, "0.0000")}–{Figures.Number(language.Cosine.High, "0.0000")}";
        return
        [
            Figures.Number(language.Cosine?.Value, "0.0000"),
            interval,
            Figures.Percent(layer?.GapKept),
            Moved(layer?.HarmfulMoved),
            Moved(layer?.HarmlessMoved),
        ];
    }

    internal static string Verdict(ComparedLanguage language, bool first)
    {
        string verdict = language.Mechanism is { } mechanism
            ? (first ? mechanism.A : mechanism.B).Word()
            : (first ? language.Verdict.A : language.Verdict.B).Word();
        return (first ? language.Incapable?.A : language.Incapable?.B) == true ? $"{verdict}, incapable" : verdict;
    }

    internal static string Word(CheckOutcome outcome) =>
        outcome switch
        {
            CheckOutcome.Pass => "passed",
            CheckOutcome.Fail => "failed",
            _ => "undecided",
        };

    private static string Share(double? share) => Math.Abs(100 * share ?? 0) < 0.5 ? "0%" : Figures.Score(100 * share, "0") + "%";

    private static string Rate(Rate rate) =>
        $"{Figures.Percent(rate.Share)} "
        + $"({Figures.Interval(rate.Low, rate.High)}){(rate.Degenerate > 0 ? $", {rate.Degenerate} degenerate" : "")}"
        + $"{(rate.Unjudged > 0 ? $", {rate.Unjudged} unjudged" : "")}";
}
