using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>The numbers behind the picture of the candidates.</summary>
internal static class CandidatesTable
{
    public static Html Build(SelectionReport selection) =>
        HtmlParts.Table(
            "Candidates with both numbers",
            Html.Of($"Every candidate for which both numbers were needed."),
            HtmlParts.Head(
                1,
                "Ablation",
                "Position",
                "Layer",
                "Ablated score (harmful)",
                "Induced score (harmless)",
                "Divergence, nats",
                "Fate"
            ),
            selection
                .Candidates.Where(CandidateScatter.IsDrawn)
                .Select(candidate =>
                    Html.Of(
                        $"""
                        <tr>{SelectionSection.Cells(candidate)}<td>{CandidateText.Fate(candidate, selection)}</td></tr>

                        """
                    )
                )
        );
}
