using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Reports.Comparing;

/// <summary>Sentences that the HTML, the Markdown and the printed comparison share.</summary>
internal static class ComparisonWording
{
    /// <summary>A page's title.</summary>
    public static string Title(ComparisonReport report) =>
        report.A.Model.Name == report.B.Model.Name
            ? $"What changed in {report.A.Model.Name}"
            : $"What changed from {report.A.Model.Name} to {report.B.Model.Name}";

    /// <summary>The two runs in a line each: name, precision, folder.</summary>
    public static string Side(ComparedSide side) =>
        $"{side.Model.Name}{(side.Model.Revision is { } commit ? $" at commit {commit}" : "")}, "
        + $"{side.Model.Format} {string.Join(" ", side.Model.Storage)}, "
        + $"{(side.Settings.Precision == Inference.Precision.Fast ? Wording.FastBadge : "exact: float32 arithmetic")}, "
        + $"run {side.Key} in {side.Folder}";

    /// <summary>What the thresholds came to, in a sentence.</summary>
    public static string Verdict(ComparisonReport report)
    {
        int Count(CheckOutcome outcome) => report.Checks.Count(check => check.Outcome == outcome);
        if (report.Checks.Count == 0)
        {
            return "No threshold was checked.";
        }

        string open =
            Count(CheckOutcome.Undecided) == 0
                ? ""
                : $", {Count(CheckOutcome.Undecided)} "
                    + $"undecided{(report.Thresholds.UndecidedFails ? ", which these thresholds count as failed" : "")}";
        return $"Of {report.Checks.Count} checks {Count(CheckOutcome.Fail)} failed{open}, {Count(CheckOutcome.Pass)} passed.";
    }

    /// <summary>What changed in refusal, in a sentence.</summary>
    public static string Finding(ComparisonReport report)
    {
        if (report.Identical)
        {
            return "Both are the same model with the same settings, and every answer was judged alike: nothing changed.";
        }

        string[] Moved(int sign) =>
            [
                .. report
                    .Languages.Where(pair =>
                        pair.Value.Find(PromptClass.Harmful, Condition.Baseline)?.Refusal is { BeyondChance: true } change
                        && Math.Sign(change.Change ?? 0) == sign
                    )
                    .Select(pair => pair.Key),
            ];
        string[] fewer = Moved(-1),
            more = Moved(1),
            verdicts =
            [.. report.Languages.Where(pair => pair.Value.Mechanism?.Changed ?? pair.Value.Verdict.Changed).Select(pair => pair.Key)];
        string refusal =
            fewer.Length + more.Length == 0
                ? $"In none of {report.Languages.Count} {(report.Languages.Count == 1 ? "language" : "languages")} "
                    + $"refusal of harmful prompts changed beyond chance"
                : string.Join(
                    "; ",
                    new[] { Said("refuses fewer harmful prompts in", fewer), Said("refuses more of them in", more) }.Where(part =>
                        part.Length > 0
                    )
                );
        return $"{Wording.Sentence(refusal)}; "
            + $"{(verdicts.Length == 0 ? "no verdict changed" : $"the verdict changed in {LanguageNames.List(verdicts)}")}.{Least(report)}";
    }

    /// <summary>One run's intervention.</summary>
    public static string Of(SelectedIntervention selected) =>
        selected.Intervention is not { } kind
            ? $"none ({LanguageNames.English(selected.Source)}: {selected.Verdict.Word()})"
            : $"{kind.Word()} ablation of the {LanguageNames.English(selected.Source)} direction, "
                + $"position {Figures.Number(selected.Position, "0")}, {(kind == AblationKind.Affine ? "from layer" : "layer")} "
                + $"{Figures.Number(selected.Layer, "0")}; addition at layer {Figures.Number(selected.AdditionLayer, "0")}";

    /// <summary>What directions and projections are of.</summary>
    public static string Directions(ComparisonReport report) =>
        $"residual streams of the untouched models at position {Figures.Number(report.Position, "0")} "
        + $"on the same train prompts, unfiltered; no intervention.";

    /// <summary>A class of prompts under a condition, in a few words.</summary>
    public static string Cell(ComparedRate rate) => Cell(rate.Class, rate.Condition);

    /// <summary>The same.</summary>
    public static string Cell(PromptClass promptClass, Condition condition) =>
        $"{promptClass.Word()}, "
        + $"{condition switch { Condition.Baseline => "untouched", Condition.Ablated => "direction ablated", _ => "direction added" }}";

    /// <summary>Change, interval, p and pairs in words.</summary>
    public static string[] Numbers(PairedChange change) =>
        change.Change is null
            ? [Figures.Missing, Figures.Missing, Figures.Missing, "0"]
            :
            [
                Points(change.Change),
                $"{Points(change.Low)} … {Points(change.High)}",
                Figures.PValue(change.P),
                Figures.Number(change.Pairs, "0"),
            ];

    /// <summary>A limit as the rule's own unit.</summary>
    public static string Limit(DriftCheck check) =>
        check.Limit is null ? Figures.Missing
        : check.Rule == DriftRule.Cosine.Id ? $"≥ {Figures.Number(check.Limit, "0.###")}"
        : $"≤ {Figures.Number(100 * check.Limit, "0.#")}";

    /// <summary>A measured value in the rule's own unit.</summary>
    public static string Value(DriftCheck check, double? value) =>
        check.Rule == DriftRule.Cosine.Id ? Figures.Number(value, "0.000") : Figures.Number(100 * value, "0.#");

    /// <summary>Points with their sign.</summary>
    public static string Points(double? share) =>
        share is { } value && Math.Round(100 * value) == 0 ? "0" : Figures.Score(100 * share, "0");

    private static string Said(string words, string[] languages) =>
        languages.Length == 0 ? "" : $"it {words} {LanguageNames.List(languages)}";

    private static string Least(ComparisonReport report)
    {
        var cosines = report
            .Languages.Where(pair => pair.Value.Cosine is not null)
            .Select(pair => (pair.Key, pair.Value.Cosine!.Value))
            .ToArray();
        return cosines.Length == 0
            ? ""
            : $" The directions' cosine at layer {report.Layer} is {Figures.Number(cosines.Min(pair => pair.Value), "0.000")} "
                + $"at least ({LanguageNames.English(cosines.MinBy(pair => pair.Value).Key)}).";
    }
}
