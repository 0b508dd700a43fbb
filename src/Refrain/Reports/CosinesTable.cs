namespace Refrain.Reports;

/// <summary>Cosines with five digits, a row a layer.</summary>
internal static class CosinesTable
{
    public static Html Build(string name, Html caption, IEnumerable<(int Index, double? Item)> cosines) =>
        HtmlParts.Table(
            name,
            caption,
            HtmlParts.Head(0, "Layer", "Cosine"),
            cosines.Select(layer =>
                Html.Of(
                    $"<tr>{HtmlParts.Number(Figures.Number(layer.Index, "0"))}"
                        + $"{HtmlParts.Number(Figures.Number(layer.Item, "0.00000"))}</tr>\n"
                )
            ),
            "narrow"
        );
}
