namespace Refrain.Reports.Pictures;

/// <summary>The colours of a heat map explained.</summary>
internal static class ScaleLegend
{
    /// <param name="low">The end on the left, in words.</param>
    /// <param name="high">The end on the right.</param>
    /// <param name="blueIsLow">The scale runs from blue.</param>
    /// <param name="note">What stands after it.</param>
    public static Html Build(string low, string high, bool blueIsLow = false, string note = "")
    {
        var shades = Enumerable.Range(0, Palette.Shades).Select(shade => blueIsLow ? Palette.Shades - 1 - shade : shade);
        return Html.Of(
            $"""
            <p class="note legend"><span class="entry">{low} <span class="colours" aria-hidden="true">{shades.Select(shade =>
                Html.Of($"""<i class="h{shade}"></i>""")
            )}</span> {high}</span>{note}</p>
            """
        );
    }
}
