using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>What a source language's direction does in every target language: a row of the transfer matrix for each source.</summary>
internal static class TransferPicture
{
    private const string Id = "transfer";

    /// <summary>The picture; null where nothing was ablated or added.</summary>
    public static HeatMap? Of(AuditReport report)
    {
        string[] targets = [.. report.Languages.Keys];
        HeatView ablation = new("harmful prompts, direction ablated", [[.. targets.Select(target => Cell(target, report.Languages[target].Rates.Harmful, rates => rates.Ablated))]]);
        HeatView addition = new("harmless prompts, direction added", [[.. targets.Select(target => Cell(target, report.Languages[target].Rates.Harmless, rates => rates.Induced))]]);
        HeatView[] views = [.. new[] { ablation, addition }.Where(view => view.Cells.Any(row => row.Any(cell => cell.Value is not null)))];
        return views.Length == 0 ? null : new HeatMap
        {
            Id = Id,
            Unit = HeatUnit.Points,
            Rows = [PictureName.Of(report.Settings.Source)],
            Columns = [.. targets.Select(PictureName.Of)],
            Views = views,
            ViewName = "Asked",
        };
    }

    public static Html Build(AuditReport report)
    {
        if (Of(report) is not { } map)
        {
            return Html.None;
        }

        return HtmlParts.Section(
            "transfer",
            "Does the direction carry over?",
            Wording.Conditions(report),
            new PictureFrame
            {
                Id = Id,
                Caption = Html.Of($"Change of the refusal rate in points, source language (rows) by target (columns): under ablation less than baseline where the direction carries refusal, under addition more. In brackets: the two 95% intervals meet, so the cell supports no claim."),
                Still = Html.Join(map.Views.Select(view => Html.Of($"""<p class="figcaption">{Wording.Sentence(view.Name)}</p>{HeatMapSvg.Build(map, view, $"Change of the refusal rate: {view.Name}")}"""))),
                Numbers = Html.Join(map.Views.Select(view => HeatMapTable.Build(map, view, view.Name, $"Change of the refusal rate in points: {view.Name}."))),
                Legend = ScaleLegend.Build("−100 points", "+100 points"),
                Height = 60 + (34 * map.Rows.Count),
                ViewName = map.ViewName,
                Views = [.. map.Views.Select(view => view.Name)],
            }.Build());
    }

    private static HeatCell Cell(string target, ByCondition<Rate> rates, Func<ByCondition<Rate>, Rate?> under)
    {
        if (rates.Baseline is not { Share: { } before } baseline || under(rates) is not { Share: { } after } changed)
        {
            return HeatCell.None;
        }

        bool apart = changed.High < baseline.Low || changed.Low > baseline.High;
        return new HeatCell
        {
            Value = after - before,
            Weak = !apart,
            Note = VisibleText.Of($"{LanguageNames.English(target)}: {Figures.Percent(before)} ({Figures.Interval(baseline.Low, baseline.High)}) → {Figures.Percent(after)} ({Figures.Interval(changed.Low, changed.High)})\n{changed.Degenerate} of {changed.N} degenerate{(apart ? "" : "\nthe intervals meet: no claim")}"),
        };
    }
}
