using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>The prompts of every language in two dimensions, on the source's principal components.</summary>
internal static class ComponentsSection
{
    private const string Id = "components";
    private const int Harmless = 0,
        Harmful = 1;

    private static ScatterGroup Group(PromptClass promptClass, string symbol) => new(promptClass.Word(), promptClass.Word(), symbol);

    /// <summary>The picture; null where there are no components.</summary>
    public static Scatter? Of(AuditReport report)
    {
        if (report.Geometry?.Components is not { Languages.Count: > 0 } components)
        {
            return null;
        }

        string[] languages = [.. components.Languages.Keys];
        return new Scatter
        {
            Id = Id,
            X = Axis(components, 0),
            Y = Axis(components, 1),
            Groups = [Group(PromptClass.Harmless, "circle"), Group(PromptClass.Harmful, "triangle")],
            Languages = [.. languages.Select(PictureName.Of)],
            Views =
            [
                new ScatterView(
                    "",
                    [
                        .. languages
                            .Index()
                            .SelectMany(language =>
                                new[]
                                {
                                    Series(
                                        language.Index,
                                        Harmless,
                                        components.Languages[language.Item].Harmless,
                                        components.Languages[language.Item].HarmlessMean
                                    ),
                                    Series(
                                        language.Index,
                                        Harmful,
                                        components.Languages[language.Item].Harmful,
                                        components.Languages[language.Item].HarmfulMean
                                    ),
                                }.OfType<ScatterSeries>()
                            ),
                    ]
                ),
            ],
        };
    }

    public static Html Build(AuditReport report)
    {
        if (Of(report) is not { } scatter)
        {
            return Html.None;
        }

        string source = LanguageNames.English(report.Geometry!.Source);
        var components = report.Geometry.Components!;
        return HtmlParts.Section(
            "components",
            "Where the prompts lie",
            $"residual streams of the untouched model at layer {components.Layer}, "
                + $"position {Figures.Number(report.Geometry.Position, "0")}, on train prompts; no intervention.",
            new PictureFrame
            {
                Id = Id,
                Caption = Html.Of(
                    $"Prompts on the two principal components of the {source} ones. "
                        + $"A line joins the mean of a language's harmless prompts with that of its harmful ones: "
                        + $"lines that run alike are directions that agree; "
                        + $"a short line is a language in which the model barely tells the two apart."
                ),
                Still = ScatterSvg.Build(scatter, "Prompts on two principal components", 480),
                Numbers = Numbers(scatter),
                Legend = Html.Of($"""<p class="note legend">{scatter.Groups.Select(Symbols.Entry)}large marks: means.</p>"""),
                Height = 520,
                Languages = scatter.Languages,
            }.Build()
        );
    }

    private static string Axis(ComponentsReport components, int index) =>
        index < components.ExplainedVarianceRatio.Count
            ? $"component {index + 1} ({Figures.Percent(components.ExplainedVarianceRatio[index])} of the source's variance)"
            : $"component {index + 1}";

    private static ScatterSeries? Series(int language, int group, IReadOnlyList<double[]> points, IReadOnlyList<double>? mean) =>
        mean is null
            ? null
            : new ScatterSeries
            {
                Language = language,
                Group = group,
                Points =
                [
                    .. points
                        .Where(point => point.Length >= 2 && double.IsFinite(point[0]) && double.IsFinite(point[1]))
                        .Select(point => point[..2]),
                ],
                Mean = [.. mean],
            };

    private static Html Numbers(Scatter scatter) =>
        HtmlParts.Table(
            "Means on the components",
            Html.Of($"Means of the prompts of each language and class; every point is in report.json."),
            HtmlParts.Head(2, "Language", "Class", "Prompts", "Component 1", "Component 2"),
            scatter
                .Views[0]
                .Series.Select(series =>
                    Html.Of(
                        $"""
                        <tr><th scope="row" class="language">{scatter.Languages[series.Language].Long}</th><td>{scatter.Groups[
                            series.Group
                        ].Name}</td>{HtmlParts.Number(Figures.Number(series.Points.Count, "0"))}{HtmlParts.Number(
                            Figures.Number(series.Mean![0], "0.##")
                        )}{HtmlParts.Number(Figures.Number(series.Mean[1], "0.##"))}</tr>

                        """
                    )
                ),
            "narrow"
        );
}
