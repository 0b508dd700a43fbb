namespace Refrain.Reports.Pictures;

/// <summary>A view of lines without a script.</summary>
internal static class CurvesSvg
{
    /// <summary>Colours that lines take in turn; a second turn is dashed, a third dotted.</summary>
    public const int Colours = 7;

    private const double Width = 560,
        Height = 280,
        Right = 92;

    public static Html Build(Curves curves, CurveView view)
    {
        var all = view.Lines.SelectMany(line => line).OfType<double>();
        var x = PlotAxis.Of(curves.Places, PlotGrid.Left, Width - PlotGrid.Left - Right, 9);
        var y = PlotAxis.Of(view.Share ? [0, 1] : all, Height - PlotGrid.Bottom, PlotGrid.Top + PlotGrid.Bottom - Height, 5);
        return Html.Of(
            $"""
            <div class="scroll" role="region" tabindex="0" aria-label="{view.Name}">
            <svg class="curves" viewBox="0 0 {Width} {Height}" role="img" aria-label="{view.Name}">
            {PlotGrid.Build(x, y, curves.X, view.Name, view.Share)}
            {(
                curves.Marked is { } marked
                    ? Html.Of($"""<path class="threshold" d="M{x.Place(marked)} {PlotGrid.Top}V{Height - PlotGrid.Bottom}"/>""")
                    : Html.None
            )}
            {view.Lines.Index().Select(line => Band(view, line.Index, curves.Places, x, y))}
            {view.Lines.Index().Select(line =>
                Html.Of($"""<path class="line {Look(line.Index)}" d="{Path(line.Item, curves.Places, x, y)}"/>""")
            )}
            {Ends(curves, view, y)}</svg></div>

            """
        );
    }

    /// <summary>Colour and dashes of the line at an index.</summary>
    public static string Look(int index) => $"l{index % Colours} dash{index / Colours % 3}";

    private static Html Band(CurveView view, int line, IReadOnlyList<double> places, PlotAxis x, PlotAxis y)
    {
        if (view.Low is null || view.High is null)
        {
            return Html.None;
        }

        var ends = places
            .Index()
            .Where(place => view.Low[line][place.Index] is not null && view.High[line][place.Index] is not null)
            .ToArray();
        var up = ends.Select(place => Html.Of($"{x.Place(place.Item)} {y.Place(view.Low[line][place.Index]!.Value)} "));
        var back = ends.Reverse().Select(place => Html.Of($"{x.Place(place.Item)} {y.Place(view.High[line][place.Index]!.Value)} "));
        return Html.If(ends.Length > 0, Html.Of($"""<path class="band l{line % Colours}" d="M{up}L{back}z"/>"""));
    }

    // A place without a number breaks the line.
    private static string Path(IReadOnlyList<double?> line, IReadOnlyList<double> places, PlotAxis x, PlotAxis y)
    {
        bool drawing = false;
        return Html.Join(line.Zip(places, (value, place) =>
            {
                bool drawn = value is { } number && double.IsFinite(number);
                string pen = drawing ? "L" : "M";
                drawing = drawn;
                return drawn ? Html.Of($"{pen}{x.Place(place)} {y.Place(value!.Value)}") : Html.None;
            })).Text;
    }

    // Names at the ends of their lines, moved apart where they would meet.
    private static Html Ends(Curves curves, CurveView view, PlotAxis y)
    {
        const double Gap = 12;
        var ends = view
            .Lines.Index()
            .Where(line => line.Item.Any(value => value is { } number && double.IsFinite(number)))
            .Select(line => (line.Index, Y: y.Place(line.Item.OfType<double>().Last(double.IsFinite))))
            .OrderBy(end => end.Y)
            .ThenBy(end => end.Index)
            .ToArray();

        // Beside the plot, not beside the marks below it, as long as there is room.
        double next = PlotGrid.Top,
            last = Height - (ends.Length * Gap <= Height - PlotGrid.Bottom - PlotGrid.Top ? PlotGrid.Bottom : 6);
        double[] places = new double[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            places[i] = next = Math.Max(next, ends[i].Y + 4);
            next += Gap;
        }

        for (int i = ends.Length - 1; i >= 0; i--)
        {
            places[i] = last = Math.Min(last, places[i]);
            last -= Gap;
        }

        return Html.Join(
            ends.Zip(places, (end, place) =>
                Html.Of(
                    $"""<text class="name t{end.Index % Colours}" x="{Width - Right + 8}" """
                        + $"""y="{place}">{curves.Languages[end.Index].Long}</text>"""
                )
            )
        );
    }
}
