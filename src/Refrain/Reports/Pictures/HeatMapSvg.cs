namespace Refrain.Reports.Pictures;

/// <summary>A view of a heat map without a script.</summary>
internal static class HeatMapSvg
{
    private const int Cell = 40,
        Height = 24,
        Top = 22;

    /// <param name="map">The heat map.</param>
    /// <param name="view">The view.</param>
    /// <param name="title">What it shows, for who cannot see it.</param>
    /// <param name="framed">A column to frame, or null.</param>
    public static Html Build(HeatMap map, HeatView view, string title, int? framed = null)
    {
        int left = Math.Clamp(map.Rows.Max(row => row.Long.Length) * 7, 24, 150) + 10;
        int width = left + (Cell * map.Columns.Count) + 2,
            height = Top + (Height * map.Rows.Count) + 3;
        return Html.Of(
            $"""
            <div class="scroll" role="region" tabindex="0" aria-label="{title}">
            <svg class="heat" viewBox="0 0 {width} {height}" style="max-width:{width * 1.1}px;min-width:{width
                * 0.62}px" role="img" aria-label="{title}">
            {map.Columns.Index().Select(column =>
                Html.Of($"""<text class="label middle" x="{left + (Cell * column.Index) + (Cell / 2)}" y="15">{column.Item.Short}</text>""")
            )}
            {map.Rows.Index().Select(row => Row(map, view, row.Index, left))}
            {(
                framed is { } chosen
                    ? Html.Of(
                        $"""<rect class="frame" x="{left + (Cell * chosen)}" y="{Top}" """
                            + $"""width="{Cell}" height="{Height * map.Rows.Count}"/>"""
                    )
                    : Html.None
            )}</svg></div>

            """
        );
    }

    private static Html Row(HeatMap map, HeatView view, int row, int left)
    {
        int y = Top + (Height * row);
        return Html.Of(
            $"""
            <text class="label end" x="{left - 8}" y="{y + 16}">{map.Rows[row].Long}</text>{view.Cells[row].Index().Select(cell =>
                One(map, view, row, cell.Index, left + (Cell * cell.Index), y)
            )}

            """
        );
    }

    private static Html One(HeatMap map, HeatView view, int row, int column, int x, int y)
    {
        var cell = view.Cells[row][column];
        string text = map.Text(cell);
        if (map.Shade(cell.Value) is not { } shade)
        {
            return cell.Mark is null
                ? Html.None
                : Html.Of($"""<text class="label middle" x="{x + (Cell / 2)}" y="{y + 16}">{text}{Said(cell)}</text>""");
        }

        return Html.Of(
            $"""<rect class="h{shade}" x="{x + 0.5}" y="{y + 0.5}" width="{Cell - 1}" height="{Height - 1}">{Said(cell)}"""
                + $"""</rect><text class="in i{shade}" x="{x + (Cell / 2)}" y="{y + 16}">{text}</text>"""
        );
    }

    private static Html Said(HeatCell cell) => cell.Note is { } note ? Html.Of($"<title>{note}</title>") : Html.None;
}
