namespace Refrain.Reports.Pictures;

/// <summary>The numbers behind a view of curves: a row a language, a column a place.</summary>
internal static class CurvesTable
{
    /// <param name="curves">The curves.</param>
    /// <param name="view">The view.</param>
    /// <param name="format">Of a number.</param>
    public static Html Build(Curves curves, CurveView view, string format) =>
        HtmlParts.Table(
            view.Name,
            Html.Of($"{Wording.Sentence(view.Name)}, by layer."),
            Html.Of(
                $"""<tr><td></td>{curves.Places.Select(place => Html.Of($"""<th scope="col">{Figures.Number(place, "0")}</th>"""))}</tr>"""
            ),
            view.Lines.Index()
                .Select(line =>
                    Html.Of(
                        $"""
                        <tr><th scope="row" class="language">{curves.Languages[line.Index].Long}</th>{line.Item.Select(value =>
                            HtmlParts.Number(Figures.Number(value, format))
                        )}</tr>

                        """
                    )
                ),
            "matrix"
        );
}
