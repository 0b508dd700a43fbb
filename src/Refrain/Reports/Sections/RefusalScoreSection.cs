using System.Globalization;
using System.Text;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Reports.Sections;

/// <summary>Refusal scores of every prompt: where they lie untouched, and where the interventions move them.</summary>
internal static class RefusalScoreSection
{
    private const double Width = 1000;

    public static Html Build(AuditReport report)
    {
        var values = report.Languages.Values.SelectMany(All).SelectMany(scores => scores.Values).Where(double.IsFinite).ToArray();
        if (values.Length == 0)
        {
            return HtmlParts.Section(
                "scores",
                "Refusal scores",
                "the untouched model; no intervention.",
                HtmlParts.Note($"Not measured. In the source language: {report.Selection.Verdict.Word()}.")
            );
        }

        double from = Math.Floor(Math.Min(values.Min(), -1)),
            to = Math.Ceiling(Math.Max(values.Max(), 1));
        var head = Html.Of(
            $"""
            <tr><th scope="col">Language</th><th scope="col" class="picture wide"><span class="scale"><span>{Figures.Score(
                from,
                "0"
            )}</span><span class="zero" style="left:{100 * -from / (to - from)}%">0</span><span>{Figures.Score(
                to,
                "0"
            )}</span></span></th>{Column("Harmful", "untouched")}{Column(
                "Harmful",
                Condition.Ablated.Word()
            )}{Column("Harmless", "untouched")}{Column("Harmless", Condition.Induced.Word())}</tr>
            """
        );
        return HtmlParts.Section(
            "scores",
            "Refusal scores",
            Wording.Conditions(report),
            Html.Of(
                $"""
                {HtmlParts.Table(
                    "Refusal scores",
                    Html.Of(
                        $"Log odds that a response starts with a refusal-onset token: a tick per prompt, a bar at the mean. "
                            + $"Above 0, refusing is more likely than not."
                    ),
                    head,
                    report.Languages.Select(pair => Row(pair.Key, pair.Value, from, to)),
                    "scores"
                )}
                {Legend}
                """
            )
        );
    }

    private static readonly Html Legend = Html.Of(
        $"""
        <p class="note legend">{Key(PromptClass.Harmful.Word(), "harmful, untouched")}{Key(
            Condition.Ablated.Word(),
            "harmful, ablated"
        )}{Key(PromptClass.Harmless.Word(), "harmless, untouched")}{HtmlParts.KeyEntry(
            Condition.Induced.Word(),
            "harmless, induced"
        )}</p>
        """
    );

    private static IEnumerable<ScoreValues> All(LanguageReport language) =>
        new[]
        {
            language.RefusalScore.Harmful.Baseline,
            language.RefusalScore.Harmful.Ablated,
            language.RefusalScore.Harmless.Baseline,
            language.RefusalScore.Harmless.Induced,
        }.OfType<ScoreValues>();

    private static Html Row(string code, LanguageReport language, double from, double to)
    {
        var scores = language.RefusalScore;
        (string Colour, ScoreValues? Scores)[] lanes =
        [
            (PromptClass.Harmful.Word(), scores.Harmful.Baseline),
            (Condition.Ablated.Word(), scores.Harmful.Ablated),
            (PromptClass.Harmless.Word(), scores.Harmless.Baseline),
            (Condition.Induced.Word(), scores.Harmless.Induced),
        ];
        double zero = Place(0, from, to);
        var ticks = lanes
            .Index()
            .Where(lane => lane.Item.Scores is not null)
            .Select(lane => Lane(lane.Item.Colour, lane.Item.Scores!, 4 + (12 * lane.Index), from, to));
        var strip = Html.Of(
            $"""<svg class="strip" viewBox="0 0 1000 56" preserveAspectRatio="none" aria-hidden="true">"""
                + $"""<path class="zero" d="M{zero} 0v56"/>{ticks}</svg>"""
        );
        return Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(
                code
            )}<td class="picture wide">{strip}</td>{lanes.Select(
                lane => HtmlParts.Number(Figures.Score(lane.Scores?.Mean))
            )}</tr>

            """
        );
    }

    private static Html Key(string colour, string words) => Html.Of($"{HtmlParts.KeyEntry(colour, words)} ");

    private static Html Column(string promptClass, string condition) =>
        Html.Of($"""<th scope="col" class="number">{promptClass}<small>{condition}</small></th>""");

    private static Html Lane(string colour, ScoreValues scores, double top, double from, double to)
    {
        var path = new StringBuilder();
        foreach (double value in scores.Values.Where(double.IsFinite))
        {
            path.Append(CultureInfo.InvariantCulture, $"M{Place(value, from, to):0} {top + 2:0}v8");
        }

        var mean =
            scores.Mean is { } m && double.IsFinite(m)
                ? Html.Of($"""<path class="mean {colour}" d="M{Place(m, from, to)} {top}v12"/>""")
                : Html.None;
        return Html.Of($"""<path class="ticks {colour}" d="{path.ToString()}"/>{mean}""");
    }

    private static double Place(double value, double from, double to) => Width * Math.Clamp((value - from) / (to - from), 0, 1);
}
