namespace Refrain.Reports.Pictures;

/// <summary>
/// What every picture has: a caption, the chart that the script draws with its controls, the same without a script, and the numbers.
/// </summary>
internal sealed record PictureFrame
{
    /// <summary>The picture's name in the page and in the script's data.</summary>
    public required string Id { get; init; }

    /// <summary>What one sees.</summary>
    public required Html Caption { get; init; }

    /// <summary>The drawing that needs no script.</summary>
    public required Html Still { get; init; }

    /// <summary>The numbers behind it.</summary>
    public required Html Numbers { get; init; }

    /// <summary>Colours and marks explained.</summary>
    public Html Legend { get; init; } = Html.None;

    /// <summary>The chart's height in pixels.</summary>
    public int Height { get; init; } = 420;

    /// <summary>What a view is.</summary>
    public string ViewName { get; init; } = "";

    /// <summary>True: the views are layers in their order, so a slider chooses among them.</summary>
    public bool Layered { get; init; }

    /// <summary>The views to choose from; fewer than two: no control.</summary>
    public IReadOnlyList<string> Views { get; init; } = [];

    /// <summary>Index of the first view.</summary>
    public int Shown { get; init; }

    /// <summary>The languages to choose from; empty: no filter.</summary>
    public IReadOnlyList<PictureName> Languages { get; init; } = [];

    public Html Build() =>
        Html.Of(
            $"""
            <figure class="picture" data-picture="{Id}">
            <figcaption>{Caption}</figcaption>
            <div class="chart" hidden>
            {Html.If(Views.Count > 1, View())}{Html.If(
                Languages.Count > 1,
                Filter()
            )}<div class="canvas" style="height:{Height}px" tabindex="0" role="group" aria-label="{Id} chart: {Keys}"{Html.Of(
                $""" aria-describedby="{Id}-said">"""
            )}</div>
            <p class="said" id="{Id}-said" aria-live="polite"></p></div>
            <div class="static">{Still}</div>
            {Legend}
            <details class="behind"><summary>The numbers</summary>
            {Numbers}</details></figure>

            """
        );

    private const string Keys = "arrow keys go from value to value";

    private static Html All(string all, string words) => Html.Of($"""<button type="button" data-all="{all}">{words}</button>""");

    private Html View() =>
        Layered
            ? Html.Of(
                $"""
                <p class="control"><label for="{Id}-view">{ViewName}</label> <input type="range" id="{Id}-view" class="view" min="0" max="{(
                    Views.Count - 1
                )}" value="{Shown}"> <output for="{Id}-view">{Views[Shown]}</output></p>

                """
            )
            : Html.Of(
                $"""
                <p class="control"><label for="{Id}-view">{ViewName}</label> <select id="{Id}-view" class="view">{Views.Index().Select(
                    view =>
                        Html.Of(
                            $"""<option value="{view.Index}"{Html.If(view.Index == Shown, Html.Of($" selected"))}>{view.Item}</option>"""
                        )
                )}</select></p>

                """
            );

    private Html Filter() =>
        Html.Of(
            $"""
            <fieldset class="filter"><legend>Languages</legend> {All("true", "all")} {All("false", "none")}
            {Languages.Index().Select(language =>
                Html.Of($"""<label><input type="checkbox" value="{language.Index}" checked> {language.Item.Long}</label> """)
            )}</fieldset>

            """
        );
}
