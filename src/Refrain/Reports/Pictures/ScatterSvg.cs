namespace Refrain.Reports.Pictures;

/// <summary>A view of points without a script.</summary>
internal static class ScatterSvg
{
    private const double Width = 720,
        Right = 20;

    public static Html Build(Scatter scatter, string title, double height = 420)
    {
        var series = scatter.Views[scatter.Shown].Series;
        var points = series.SelectMany(one => one.Points).ToArray();
        var x = PlotAxis.Of(points.Select(point => point[0]), PlotGrid.Left, Width - PlotGrid.Left - Right, 8);
        var y = PlotAxis.Of(
            scatter.Share ? [0, 1] : points.SelectMany(point => point[1..]),
            height - PlotGrid.Bottom,
            PlotGrid.Top + PlotGrid.Bottom - height
        );
        return Html.Of(
            $"""
            <div class="scroll" role="region" tabindex="0" aria-label="{title}">
            <svg class="scatter" viewBox="0 0 {Width} {height}" role="img" aria-label="{title}">
            {PlotGrid.Build(x, y, scatter.X, scatter.Y, scatter.Share)}
            {series.Select(one => Whiskers(one, x, y))}
            {series.Select(one => Marks(scatter, one, x, y))}
            {Joined(series, x, y)}{Labels(scatter, series, x, y, height)}</svg></div>

            """
        );
    }

    private static Html Whiskers(ScatterSeries series, PlotAxis x, PlotAxis y) =>
        Html.Join(
            series
                .Points.Where(point => point.Length == 4)
                .Select(point => Html.Of($"""<path class="interval" d="M{x.Place(point[0])} {y.Place(point[2])}V{y.Place(point[3])}"/>"""))
        );

    private static Html Marks(Scatter scatter, ScatterSeries series, PlotAxis x, PlotAxis y)
    {
        var group = scatter.Groups[series.Group];
        bool many = series.Mean is not null;
        var said = series.Note is { } note ? Html.Of($"<title>{note}</title>") : Html.None;
        return Html.Of(
            $"""
            <g class="{(many ? "many" : "few")}">{said}{series.Points.Select(point =>
                Symbols.Draw(group.Symbol, x.Place(point[0]), y.Place(point[1]), many ? 2.4 : 5, "p-" + group.Colour)
            )}</g>

            """
        );
    }

    // Of many points the means are what is named: a line joins those of a language.
    private static Html Joined(IReadOnlyList<ScatterSeries> series, PlotAxis x, PlotAxis y) =>
        Html.Join(
            series
                .Where(one => one.Mean is not null)
                .GroupBy(one => one.Language)
                .Select(language =>
                    Html.Of(
                        $"""<path class="joined" """
                            + $"""d="M{language.Select(one => Html.Of($"{x.Place(one.Mean![0])} {y.Place(one.Mean[1])} "))}"/>"""
                    )
                )
        );

    private static Html Labels(Scatter scatter, IReadOnlyList<ScatterSeries> series, PlotAxis x, PlotAxis y, double height)
    {
        var places = new LabelPlaces(Width, PlotGrid.Top, height - PlotGrid.Bottom);
        (ScatterSeries Of, double X, double Y)[] named =
        [
            .. series
                .Where(one => one.Points.Count > 0)
                .Select(one => (one, x.Place((one.Mean ?? one.Points[0])[0]), y.Place((one.Mean ?? one.Points[0])[1]))),
        ];
        foreach (var (_, left, top) in named)
        {
            places.Avoid(left, top, 5);
        }

        var means = named
            .Where(one => one.Of.Mean is not null)
            .Select(one =>
                Symbols.Draw(scatter.Groups[one.Of.Group].Symbol, one.X, one.Y, 5, "mean p-" + scatter.Groups[one.Of.Group].Colour)
            );
        var texts = named
            .Where(one => one.Of.Mean is null || one.Of.Group == 0)
            .Select(one =>
            {
                string name = one.Of.Mean is null ? scatter.Languages[one.Of.Language].Long : scatter.Languages[one.Of.Language].Short;
                var (left, bottom) = places.Place(name, one.X, one.Y, 9);
                return Html.Of($"""<text class="name" x="{left}" y="{bottom}">{name}</text>""");
            });
        return Html.Of($"{means}{texts}");
    }
}
