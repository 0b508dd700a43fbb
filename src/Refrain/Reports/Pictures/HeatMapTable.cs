namespace Refrain.Reports.Pictures;

/// <summary>The numbers behind a view of a heat map.</summary>
internal static class HeatMapTable
{
    public static Html Build(HeatMap map, HeatView view, string name, string caption)
    {
        var head = Html.Of(
            $"""<tr><td></td>"""
                + $"""{map.Columns.Select(column => Html.Of($"""<th scope="col" title="{column.Long}">{column.Short}</th>"""))}</tr>"""
        );
        var rows = map.Rows.Zip(view.Cells, (row, cells) => Html.Of(
                $"""
                <tr><th scope="row" class="language">{row.Long}</th>{cells.Select(cell => One(map, cell))}</tr>

                """
            ));
        return HtmlParts.Table(name, Html.Of($"{caption}"), head, rows, "matrix");
    }

    private static Html One(HeatMap map, HeatCell cell) =>
        map.Shade(cell.Value) is { } shade
            ? Html.Of($"""<td class="h{shade}">{map.Text(cell)}</td>""")
            : Html.Of($"<td>{(cell.Mark is { } mark ? Html.Of($"{mark}") : HtmlParts.NotMeasured)}</td>");
}
