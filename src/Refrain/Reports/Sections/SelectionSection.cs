using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>How the direction was chosen: every candidate as a picture, the best of them as a table, and why the others fell.</summary>
internal static class SelectionSection
{
    private const int Best = 8;

    private const string Limited =
        " Limits on answers were held against the best one, and the next where it exceeded them, down to the choice.";

    public static Html Build(AuditReport report)
    {
        var selection = report.Selection;
        string source = LanguageNames.English(report.Settings.Source);
        return HtmlParts.Section(
            "selection",
            "How the direction was chosen",
            $"{source} validation prompts under each candidate's own intervention.",
            Html.Of(
                $"""
                <p><strong>{Wording.Sentence(selection.Verdict.Word())}.</strong> {Choice(report)}</p>
                {Survivors(report)}
                {Html.If(selection.Candidates.Count > 0, Pictures(report))}
                {Html.If(selection.Candidates.Count > 0, BestTable(selection))}
                {Html.If(selection.BestOfFailed.Count > 0, FailedTable(selection))}
                """
            )
        );
    }

    private static string Choice(AuditReport report)
    {
        var selection = report.Selection;
        if (selection.Intervention is null)
        {
            return "Nothing was ablated or added in any language.";
        }

        var chosen = selection.Candidates.FirstOrDefault(candidate => selection.Chose(candidate));
        string scores = chosen is null
            ? ""
            : $" Under it the mean refusal score of harmful validation prompts is {Figures.Score(chosen.AblationRefusalScore)}, "
                + $"at a divergence of {Figures.Divergence(chosen.Kl)} nats on harmless ones.";
        string answers =
            chosen is not null && CandidateText.Answers(chosen, selection.Limits) is { Length: > 0 } text ? $" Its {text}." : "";
        string addition = selection.AdditionLayer is null
            ? ""
            : $" Addition is at layer {selection.AdditionLayer}, "
                + $"where harmless validation prompts score {Figures.Score(selection.AdditionRefusalScore)}.";
        string note = selection.AdditionNote is { Length: > 0 } said ? " " + Wording.Sentence(said) + "." : "";
        return $"Chosen: {Wording.Intervention(report)}.{scores}{answers}{addition}{note}";
    }

    private static Html Survivors(AuditReport report)
    {
        if (report.Languages.GetValueOrDefault(report.Settings.Source)?.Survivors is not { } survivors)
        {
            return Html.None;
        }

        string Split(string name, SurvivorsOfSplit split) =>
            $"{name}: {split.Harmful.Kept} of {split.Harmful.Of} harmful, {split.Harmless.Kept} of {split.Harmless.Of} harmless";
        return HtmlParts.Note(
            $"Prompts that pass the filter (harmful ones that score above 0, "
                + $"harmless ones below) in {LanguageNames.English(report.Settings.Source)}: "
                + $"{Split("train", survivors.Train)}; {Split("val", survivors.Val)}."
        );
    }

    private static Html Pictures(AuditReport report) =>
        Html.Of(
            $"""
            {SweepPicture.Build(report)}
            {Html.If(report.Selection.Candidates.Any(CandidateScatter.IsDrawn), Scatter(report))}
            """
        );

    private static Html Scatter(AuditReport report) =>
        new PictureFrame
        {
            Id = "candidates",
            Caption = Html.Of(
                $"Each candidate's refusal score of harmful prompts under ablation, against its divergence on harmless ones: "
                    + $"the lower and the further left, the better."
            ),
            Still = CandidateScatter.Build(report.Selection),
            Numbers = CandidatesTable.Build(report.Selection),
            Legend = Html.Of($"""<p class="note legend">● zero ablation, ▲ affine ablation; filled: passed; ★ chosen.</p>"""),
            Height = 380,
        }.Build();

    private static Html BestTable(SelectionReport selection)
    {
        var passed = selection
            .Candidates.Where(candidate => candidate.Discarded is null)
            .OrderBy(candidate => candidate.AblationRefusalScore ?? double.MaxValue)
            .ToArray();
        return passed.Length == 0
            ? HtmlParts.Note("No candidate passed every filter.")
            : HtmlParts.Table(
                "Candidates that passed",
                Html.Of(
                    $"{(passed.Length > Best ? $"The best {Best} of the {passed.Length} candidates" : "The candidates")} "
                        + $"that passed every filter; the first was chosen.{(selection.Limits is null ? "" : Limited)}"
                ),
                HtmlParts.Head(
                    1,
                    "Ablation",
                    "Position",
                    "Layer",
                    "Ablated score (harmful)",
                    "Induced score (harmless)",
                    "Divergence, nats"
                ),
                passed.Take(Best).Select(candidate => Html.Of($"<tr>{Cells(candidate)}</tr>\n"))
            );
    }

    private static Html FailedTable(SelectionReport selection) =>
        HtmlParts.Table(
            "Candidates that were discarded",
            Html.Of(
                $"Why candidates were discarded, and the best of each; — not needed for the choice, so not computed; "
                    + $"≥ a bound from some of the prompts, which was enough."
            ),
            HtmlParts.Head(
                2,
                "Filter",
                "Best: ablation",
                "Position",
                "Layer",
                "Ablated score (harmful)",
                "Induced score (harmless)",
                "Divergence, nats",
                "Discarded"
            ),
            selection.BestOfFailed.Select(failed =>
                Html.Of(
                    $"""
                    <tr><th scope="row">{failed.Filter}</th>{Cells(failed.Best)}{HtmlParts.Number(
                        Figures.Number(failed.Discarded, "0")
                    )}</tr>

                    """
                )
            )
        );

    internal static Html Cells(CandidateReport candidate) =>
        Html.Of(
            $"""
            <td>{candidate.Kind.Word()}</td>{HtmlParts.Number(Figures.Number(candidate.Position, "0"))}{HtmlParts.Number(
                (candidate.Kind == AblationKind.Affine ? "from " : "") + Figures.Number(candidate.AnyLayer, "0")
            )}{HtmlParts.Number(CandidateText.Ablated(candidate))}{HtmlParts.Number(
                Figures.Score(candidate.InducedRefusalScore)
            )}{HtmlParts.Number(CandidateText.Divergence(candidate))}
            """
        );
}
