using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>
/// How far apart the model holds harmful and harmless prompts, against how often it refuses the harmful ones: a point per language.
/// </summary>
internal static class MechanismPicture
{
    private const string Id = "mechanism";

    private static readonly ScatterGroup[] Groups =
    [
        new(MechanismVerdict.Protected.Word(), LanguageVerdict.Refuses.Word(), "circle"),
        new(MechanismVerdict.ActionGap.Word(), LanguageVerdict.Unprotected.Word(), "triangle"),
        new(MechanismVerdict.RepresentationGap.Word(), "over", "diamond"),
        new(LanguageVerdict.Unprotected.Word(), LanguageVerdict.Unprotected.Word(), "triangle"),
        new(MechanismVerdict.Undecided.Word(), LanguageVerdict.Undecided.Word(), "rect"),
    ];

    /// <summary>The picture; null where fewer than two languages have both numbers.</summary>
    public static Scatter? Of(AuditReport report)
    {
        string[] languages =
        [
            .. report.Languages.Where(pair => pair.Value.Rates.Harmful.Baseline?.Share is not null).Select(pair => pair.Key),
        ];
        ScatterView[] views = report.Geometry is { } geometry
            ?
            [
                .. geometry.Layers.Select(layer =>
                    View(report, languages, Figures.Number(layer.Layer, "0"), language =>
                        layer.Languages.GetValueOrDefault(language)?.Separation
                    )
                ),
            ]
            : [View(report, languages, "", language => report.Languages[language].Separation)];
        int shown = Math.Max(0, report.Geometry?.Layers.ToList().FindIndex(layer => layer.Layer == report.Geometry.Layer) ?? 0);
        return views.Length == 0 || views[shown].Series.Count < 2
            ? null
            : new Scatter
            {
                Id = Id,
                X = $"separation on the {VisibleText.Of(LanguageNames.English(report.Settings.Source))} direction, standard deviations",
                Y = "harmful prompts refused",
                Share = true,
                Groups = Groups,
                Languages = [.. languages.Select(PictureName.Of)],
                Views = views,
                Shown = shown,
                ViewName = "Layer",
            };
    }

    public static Html Build(AuditReport report)
    {
        if (Of(report) is not { } scatter)
        {
            return Html.None;
        }

        var series = scatter.Views[scatter.Shown].Series;
        var groups = series.Select(one => one.Group).Distinct().Order().Select(group => Groups[group]);
        return new PictureFrame
        {
            Id = Id,
            Caption = Html.Of(
                $"Separation against refusal: "
                    + $"how many standard deviations apart harmful and harmless {Apart(report)}, "
                    + $"and how often the harmful test prompts are refused, with 95% intervals. "
                    + $"Low on the right: the model sees the harm and does not refuse. "
                    + $"Low on the left: it does not see it.{Correlation(report)}"
            ),
            Still = ScatterSvg.Build(scatter, "Separation against refusal, a point per language"),
            Numbers = Numbers(scatter, series),
            Legend = Html.Of($"""<p class="note legend">{groups.Select(Symbols.Entry)}</p>"""),
            Height = 440,
            ViewName = scatter.ViewName,
            Layered = true,
            Views = [.. scatter.Views.Select(view => view.Name)],
            Shown = scatter.Shown,
        }.Build();
    }

    private static ScatterView View(AuditReport report, string[] languages, string name, Func<string, double?> separation) =>
        new(
            name,
            [
                .. languages
                    .Index()
                    .Where(language => separation(language.Item) is { } value && double.IsFinite(value))
                    .Select(language =>
                    {
                        var (measured, x) = (report.Languages[language.Item], separation(language.Item)!.Value);
                        var rate = measured.Rates.Harmful.Baseline!;
                        return new ScatterSeries
                        {
                            Language = language.Index,
                            Group = Group(measured),
                            Points =
                            [
                                [x, rate.Share!.Value, rate.Low ?? rate.Share.Value, rate.High ?? rate.Share.Value],
                            ],
                            Note = VisibleText.Of(
                                $"{LanguageNames.English(language.Item)}: "
                                    + $"{measured.Mechanism?.Verdict.Word() ?? measured.Verdict.Word()}\n"
                                    + $"separation {Figures.Number(x, "0.00")}\n"
                                    + $"refuses {Figures.Percent(rate.Share)} ({Figures.Interval(rate.Low, rate.High)})"
                            ),
                        };
                    }),
            ]
        );

    private static int Group(LanguageReport language) =>
        (language.Mechanism?.Verdict, language.Verdict) switch
        {
            (MechanismVerdict.Protected, _) or (null, LanguageVerdict.Refuses) => 0,
            (MechanismVerdict.ActionGap, _) => 1,
            (MechanismVerdict.RepresentationGap, _) => 2,
            (null, LanguageVerdict.Unprotected) => 3,
            _ => 4,
        };

    private static string Correlation(AuditReport report) =>
        report.Geometry?.Layers.FirstOrDefault(layer => layer.Layer == report.Geometry.Layer)?.SeparationWithRefusalRate
            is { Spearman: { } rho } correlation
            ? $" Over {correlation.Languages} languages, Spearman's ρ is {Figures.Number(rho, "0.00")} "
                + $"(p {(correlation.SpearmanP < 0.001 ? "< 0.001" : "= " + Figures.Number(correlation.SpearmanP, "0.000"))})."
            : "";

    private static string Apart(AuditReport report) =>
        report.Geometry is { } geometry
            ? $"train prompts lie on the source's direction (layer {geometry.Layer})"
            : "prompts lie on the source's direction";

    private static Html Numbers(Scatter scatter, IReadOnlyList<ScatterSeries> series) =>
        HtmlParts.Table(
            "Separation and refusal",
            Html.Of($"The points of the picture."),
            HtmlParts.Head(2, "Language", "Verdict", "Separation", "Refused", "95% interval"),
            series.Select(one =>
                Html.Of(
                    $"""
                    <tr><th scope="row" class="language">{scatter.Languages[one.Language].Long}</th><td>{scatter.Groups[
                        one.Group
                    ].Name}</td>{HtmlParts.Number(Figures.Number(one.Points[0][0], "0.00"))}{HtmlParts.Number(
                        Figures.Percent(one.Points[0][1])
                    )}{HtmlParts.Number(Figures.Interval(one.Points[0][2], one.Points[0][3]))}</tr>

                    """
                )
            ),
            "narrow"
        );
}
