using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>
/// Every candidate of the sweep as a cell, position by layer: its score where it was needed, and which filter it fell to.
/// </summary>
internal static class SweepPicture
{
    private const string Id = "sweep";

    /// <summary>The picture; null without candidates.</summary>
    public static HeatMap? Of(AuditReport report)
    {
        var selection = report.Selection;
        if (selection.Candidates.Count == 0)
        {
            return null;
        }

        int[] positions = [.. selection.Candidates.Select(candidate => candidate.Position).Distinct().Order()];
        int[] layers = [.. selection.Candidates.Select(candidate => candidate.AnyLayer ?? 0).Distinct().Order()];
        var marks = Marks(selection);
        var kinds = selection.Candidates.GroupBy(candidate => candidate.Kind).ToArray();
        double[] scores =
        [
            .. selection.Candidates.Select(candidate => candidate.AblationRefusalScore ?? double.NaN).Where(double.IsFinite),
        ];
        return new HeatMap
        {
            Id = Id,
            Unit = HeatUnit.Score,
            Greatest = scores.Length == 0 ? 1 : Math.Clamp(Math.Ceiling(scores.Max(Math.Abs)), 1, 10),
            BlueIsLow = true,
            Rows = [.. positions.Select(PictureName.OfNumber)],
            Columns = [.. layers.Select(PictureName.OfNumber)],
            ViewName = "Ablation",
            Shown = Math.Max(0, Array.FindIndex(kinds, kind => kind.Key == selection.Intervention)),
            Views =
            [
                .. kinds.Select(kind =>
                {
                    var at = kind.GroupBy(candidate => (candidate.Position, candidate.AnyLayer ?? 0))
                        .ToDictionary(cell => cell.Key, cell => cell.First());
                    return new HeatView(
                        kind.Key.Word(),
                        [
                            .. positions.Select(position =>
                                (IReadOnlyList<HeatCell>)
                                    [
                                        .. layers.Select(layer =>
                                            at.TryGetValue((position, layer), out var candidate)
                                                ? Cell(candidate, selection, marks)
                                                : HeatCell.None
                                        ),
                                    ]
                            ),
                        ]
                    );
                }),
            ],
        };
    }

    public static Html Build(AuditReport report)
    {
        if (Of(report) is not { } map)
        {
            return Html.None;
        }

        var (selection, marks) = (report.Selection, Marks(report.Selection));
        string greatest = Figures.Number(map.Greatest, "0");
        return new PictureFrame
        {
            Id = Id,
            Caption = Html.Of(
                $"Every candidate, position (rows) by layer (columns; of affine ablation the first one): "
                    + $"the mean refusal score of harmful prompts under it, blue where refusal is gone. "
                    + $"{selection.Candidates.Count(candidate => candidate.Discarded is null)} "
                    + $"of {selection.Candidates.Count} candidates passed."
            ),
            Still = Html.Join(
                map.Views.Select(view =>
                    Html.Of(
                        $"""<p class="figcaption">{Wording.Sentence(view.Name)} ablation"""
                            + $"""</p>{HeatMapSvg.Build(map, view, $"Candidates of {view.Name} ablation, position by layer")}"""
                    )
                )
            ),
            Numbers = Html.Join(
                map.Views.Select(view =>
                    HeatMapTable.Build(
                        map,
                        view,
                        $"Candidates of {view.Name} ablation",
                        $"Ablated refusal score of {view.Name} ablation; rows are positions, columns layers. "
                            + $"A letter: the filter that discarded the candidate."
                    )
                )
            ),
            Legend = ScaleLegend.Build(
                "−" + greatest,
                "+" + greatest,
                blueIsLow: true,
                " ★ chosen. A letter: discarded, "
                    + string.Join("; ", marks.Select(mark => $"{mark.Value} {Reasons(selection, mark.Key)}"))
                    + ". Without colour: discarded before its score was needed."
            ),
            Height = 60 + (30 * map.Rows.Count),
            ViewName = map.ViewName,
            Views = [.. map.Views.Select(view => view.Name)],
            Shown = map.Shown,
        }.Build();
    }

    /// <summary>A candidate in words.</summary>
    internal static string Note(CandidateReport candidate, SelectionReport selection) =>
        $"{candidate.Kind.Word()} ablation, position {Figures.Number(candidate.Position, "0")}, "
        + $"{(candidate.Kind == AblationKind.Affine ? "from layer" : "layer")} {candidate.AnyLayer ?? 0}\n"
        + $"ablated score {CandidateText.Ablated(candidate)}, induced score {Figures.Score(candidate.InducedRefusalScore)}\n"
        + $"divergence {CandidateText.Divergence(candidate)}{CandidateText.Prompts(candidate)}\n"
        + (candidate.Answers is null ? "" : CandidateText.Answers(candidate, null) + "\n")
        + CandidateText.Fate(candidate, selection);

    private static HeatCell Cell(CandidateReport candidate, SelectionReport selection, IReadOnlyDictionary<Filter, string> marks) =>
        new()
        {
            Value = candidate.AblationRefusalScore,
            Mark =
                selection.Chose(candidate) ? "★" + Figures.Score(candidate.AblationRefusalScore)
                : candidate.Discarded is { } discard ? marks[discard.Filter]
                : null,
            Note = VisibleText.Of(Note(candidate, selection)),
        };

    /// <summary>What a filter was held against: limits differ between the sweeps.</summary>
    private static string Reasons(SelectionReport selection, Filter filter) =>
        string.Join(" or ", Discards(selection).Where(discard => discard.Filter == filter));

    private static IEnumerable<Discard> Discards(SelectionReport selection) =>
        selection.Candidates.Select(candidate => candidate.Discarded).OfType<Discard>().Distinct();

    /// <summary>A letter for each filter that discarded something: its own, or the next that is free.</summary>
    private static Dictionary<Filter, string> Marks(SelectionReport selection)
    {
        var marks = new Dictionary<Filter, string>();
        foreach (var filter in Discards(selection).Select(discard => discard.Filter).Distinct())
        {
            string[] letters = [Letter(filter), .. Enumerable.Range('A', 26).Select(letter => $"{(char)letter}")];
            marks[filter] = letters.First(letter => !marks.ContainsValue(letter));
        }

        return marks;
    }

    private static string Letter(Filter filter) =>
        filter switch
        {
            Filter.Layer => "L",
            Filter.Refuses => "S",
            Filter.NoNumber => "N",
            Filter.GeneratedDivergence => "G",
            Filter.OverRefusal => "O",
            Filter.Divergence or Filter.Degenerate => "D",
            _ => "A",
        };
}
