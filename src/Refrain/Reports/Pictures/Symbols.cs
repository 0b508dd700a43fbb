namespace Refrain.Reports.Pictures;

/// <summary>The marks of points: shapes as well as colours tell groups apart.</summary>
internal static class Symbols
{
    /// <summary>A mark at a place.</summary>
    /// <param name="symbol">One of <see cref="ScatterGroup.Symbol"/>.</param>
    /// <param name="x">Its middle.</param>
    /// <param name="y">Its middle.</param>
    /// <param name="size">About half its width.</param>
    /// <param name="classes">Classes of the style sheet.</param>
    public static Html Draw(string symbol, double x, double y, double size, string classes) =>
        symbol switch
        {
            "triangle" => Html.Of($"""<path class="{classes}" d="M{x - size} {y + (0.8 * size)}h{2 * size}l{-size} {-1.9 * size}z"/>"""),
            "diamond" => Html.Of(
                $"""<path class="{classes}" d="M{x} {y - (1.3 * size)}l{1.1 * size} """
                    + $"""{1.3 * size}l{-1.1 * size} {1.3 * size}l{-1.1 * size} {-1.3 * size}z"/>"""
            ),
            "rect" => Html.Of(
                $"""<rect class="{classes}" x="{x - (0.9 * size)}" y="{y - (0.9 * size)}" width="{1.8 * size}" height="{1.8 * size}"/>"""
            ),
            _ => Html.Of($"""<circle class="{classes}" cx="{x}" cy="{y}" r="{size}"/>"""),
        };

    /// <summary>A group's entry of a legend.</summary>
    public static Html Entry(ScatterGroup group) => Html.Of($"{HtmlParts.SignEntry(group.Colour, Sign(group.Symbol), group.Name)} ");

    /// <summary>The mark as a character, for legends.</summary>
    public static string Sign(string symbol) =>
        symbol switch
        {
            "triangle" => "▲",
            "diamond" => "◆",
            "rect" => "■",
            _ => "●",
        };
}
