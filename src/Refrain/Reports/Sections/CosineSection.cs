namespace Refrain.Reports.Sections;

/// <summary>How alike the languages' directions are: each with the source's at every layer, and all pairs at one layer.</summary>
internal static class CosineSection
{
    public static Html Build(AuditReport report)
    {
        const string Title = "Are the languages' directions the same?";
        if (report.Cosines is not { Layers.Count: > 0 } cosines)
        {
            return HtmlParts.Section("cosines", Title, "the untouched model; no intervention.", HtmlParts.Note("Not measured: no position was chosen, so there are no directions to compare."));
        }

        return HtmlParts.Section(
            "cosines",
            Title,
            $"differences in means (harmful − harmless) of the untouched model at position {Figures.Number(cosines.Position, "0")}; no intervention.",
            Html.Of($"""
                {CosineStrip.Build(report, cosines)}
                <div class="chart" data-chart="cosines" hidden>
                <p class="control"><label for="cosine-layer">Layer</label> <input type="range" id="cosine-layer"> <output for="cosine-layer"></output></p>
                <div class="canvas square"></div></div>
                <details class="fallback" open><summary>{Shown(report, cosines)}</summary>
                {Matrix(cosines, Layer(report, cosines))}</details>
                """));
    }

    /// <summary>The layer that the table shows: l*, or the middle one where none was chosen.</summary>
    internal static CosineLayer Layer(AuditReport report, CosineReport cosines) =>
        cosines.Layers.FirstOrDefault(layer => layer.Layer == report.Selection.ChosenLayer) ?? cosines.Layers[cosines.Layers.Count / 2];

    private static string Shown(AuditReport report, CosineReport cosines)
    {
        var layer = Layer(report, cosines);
        return layer.Layer == report.Selection.ChosenLayer ? $"All pairs at layer {layer.Layer}, the chosen one" : $"All pairs at layer {layer.Layer}, the middle one";
    }

    private static Html Matrix(CosineReport cosines, CosineLayer layer)
    {
        var head = Html.Of($"""<tr><td></td>{cosines.Languages.Select(code => Html.Of($"""<th scope="col" title="{LanguageNames.English(code)}">{code}</th>"""))}</tr>""");
        var rows = cosines.Languages.Zip(layer.Values, (code, values) => Html.Of($"""
            <tr>{HtmlParts.LanguageCell(code)}{values.Select(Cell)}</tr>

            """));
        return HtmlParts.Table($"Cosines at layer {layer.Layer}", Html.Of($"Cosine between the languages' directions at layer {layer.Layer}: 1 the same, 0 unrelated, −1 opposite."), head, rows, "matrix");
    }

    private static Html Cell(double? cosine) => cosine is { } value && double.IsFinite(value)
        ? Html.Of($"""<td style="background:{Palette.Cosine(value)};color:{Palette.InkOn(value)}">{Figures.Number(value, "0.00")}</td>""")
        : Html.Of($"<td>{HtmlParts.NotMeasured}</td>");
}
