namespace Refrain.Reports.Pictures;

/// <summary>The frame of a plot without a script: grid, marks and the names of its axes.</summary>
internal static class PlotGrid
{
    public const double Left = 58,
        Bottom = 44,
        Top = 14;

    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    /// <param name="xName">Its name.</param>
    /// <param name="yName">Its name.</param>
    /// <param name="share">The vertical numbers are shares.</param>
    public static Html Build(PlotAxis x, PlotAxis y, string xName, string yName, bool share)
    {
        double left = x.Place(x.From),
            right = x.Place(x.To),
            bottom = y.Place(y.From),
            top = y.Place(y.To);
        return Html.Of(
            $"""
            {x.Marks.Select(mark =>
                Html.Of(
                    $"""<path class="{(mark == 0 ? "zero" : "grid")}" d="M{x.Place(mark)} {top}V{bottom}"/>"""
                        + $"""<text class="label middle" x="{x.Place(mark)}" y="{bottom + 16}">{x.Text(mark, share: false)}</text>"""
                )
            )}
            {y.Marks.Select(mark =>
                Html.Of(
                    $"""<path class="{(mark == 0 ? "zero" : "grid")}" d="M{left} {y.Place(mark)}H{right}"/>"""
                        + $"""<text class="label end" x="{left - 7}" y="{y.Place(mark) + 4}">{y.Text(mark, share)}</text>"""
                )
            )}
            <text class="label middle" x="{(left + right) / 2}" y="{bottom + 36}">{xName}</text>
            <text class="label middle" transform="translate(13 {(top + bottom) / 2}) rotate(-90)">{yName}</text>
            """
        );
    }
}
