namespace Refrain.Reports.Sections;

/// <summary>Every language's cosine with the source's direction at every layer, as one picture.</summary>
internal static class CosineStrip
{
    private const int Label = 78, Cell = 26, Height = 20, Top = 22;

    public static Html Build(AuditReport report, CosineReport cosines)
    {
        int source = cosines.Languages.ToList().IndexOf(report.Settings.Source);
        string[] others = [.. cosines.Languages.Where(code => code != report.Settings.Source)];
        if (source < 0 || others.Length == 0)
        {
            return Html.None;
        }

        int width = Label + (Cell * cosines.Layers.Count) + 2, height = Top + (Height * others.Length) + 4;
        string title = $"Cosine with the {LanguageNames.English(report.Settings.Source)} direction, layer by layer";
        return Html.Of($"""
            <figure><figcaption>{title}{Html.If(report.Selection.ChosenLayer is not null, Html.Of($"; the frame marks the chosen layer {report.Selection.ChosenLayer ?? 0}"))}.</figcaption>
            <div class="scroll" role="region" tabindex="0" aria-label="{title}">
            <svg class="cells" viewBox="0 0 {width} {height}" style="max-width:{width * 1.3}px;min-width:{width * 0.7}px" role="img" aria-label="{title}">
            {cosines.Layers.Index().Select(layer => Html.Of($"""<text class="label middle" x="{X(layer.Index) + (Cell / 2)}" y="15">{layer.Item.Layer}</text>"""))}
            {others.Index().Select(row => Row(cosines, row.Item, row.Index, source))}
            {Frame(report, cosines, others.Length)}</svg></div>
            {Scale}</figure>
            """);
    }

    private static readonly Html Scale = Html.Of($"""
        <p class="note colours" aria-hidden="true">−1 {Enumerable.Range(-8, 17).Select(step => Html.Of($"""<i style="background:{Palette.Cosine(step / 8.0)}"></i>"""))} 1</p>
        """);

    private static int X(int layer) => Label + (Cell * layer);

    private static Html Row(CosineReport cosines, string code, int row, int source)
    {
        int language = cosines.Languages.ToList().IndexOf(code);
        int y = Top + (Height * row);
        var cells = cosines.Layers.Index().Select(layer => layer.Item.Values[source][language] is { } value && double.IsFinite(value)
            ? Html.Of($"""<rect x="{X(layer.Index)}" y="{y}" width="{Cell}" height="{Height}" fill="{Palette.Cosine(value)}"><title>{LanguageNames.English(code)}, layer {layer.Item.Layer}: {Figures.Number(value, "0.00")}</title></rect>""")
            : Html.Of($"""<text class="label middle" x="{X(layer.Index) + (Cell / 2)}" y="{y + 14}">—</text>"""));
        return Html.Of($"""
            <text class="label end" x="{Label - 8}" y="{y + 14}">{LanguageNames.English(code)}</text>{cells}

            """);
    }

    private static Html Frame(AuditReport report, CosineReport cosines, int rows)
    {
        int chosen = cosines.Layers.ToList().FindIndex(layer => layer.Layer == report.Selection.ChosenLayer);
        return chosen < 0 ? Html.None : Html.Of($"""<rect class="frame" x="{X(chosen)}" y="{Top}" width="{Cell}" height="{Height * rows}"/>""");
    }
}
