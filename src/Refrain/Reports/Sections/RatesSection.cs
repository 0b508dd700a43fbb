using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Reports.Sections;

/// <summary>The four rates of each language side by side.</summary>
internal static class RatesSection
{
    private sealed record Column(string Title, string Detail, string Colour, PromptClass Class, Func<LanguageReport, Rate?> Rate);

    public static Html Build(AuditReport report)
    {
        Column[] columns =
        [
            .. Columns.Where(column =>
                column.Class != PromptClass.Borderline || report.Languages.Values.Any(language => column.Rate(language) is not null)
            ),
        ];
        bool marked = report.Languages.Values.Any(language =>
            language.Prompts.Harmless.OtherPrompts || language.Prompts.Harmful.OtherPrompts
        );
        bool unjudged = report.Languages.Values.Any(language => columns.Any(column => column.Rate(language)?.Unjudged > 0));
        var head = Html.Of(
            $"""<tr><th scope="col">Language</th>"""
                + $"""{columns.Select(column => Html.Of($"""<th scope="col">{column.Title}<small>{column.Detail}</small></th>"""))}</tr>"""
        );
        return HtmlParts.Section(
            "rates",
            "Refusal, over-refusal, and what the direction does",
            Wording.Conditions(report),
            Html.Of(
                $"""
                {HtmlParts.Table(
                    "Refusal rates",
                    Html.Of(
                        $"Share of responses that refuse, with its 95% interval (Wilson) and the number of responses n. — not measured."
                    ),
                    head,
                    report.Languages.Select(pair => Row(pair.Key, pair.Value, columns)),
                    "rates"
                )}
                {Html.If(marked, HtmlParts.Note(Wording.OtherPromptsNote))}{Html.If(
                    unjudged,
                    HtmlParts.Note("Unjudged responses are outside of the rate; the range shows it with all of them counted as either.")
                )}
                """
            )
        );
    }

    private static readonly Column[] Columns =
    [
        new("Baseline refusal", "harmful, untouched", Condition.Baseline.Word(), PromptClass.Harmful, language =>
            language.Rates.Harmful.Baseline
        ),
        new("Over-refusal", "harmless, untouched", "over", PromptClass.Harmless, language => language.Rates.Harmless.Baseline),
        new("Borderline refusal", "sounds alarming, untouched", "over", PromptClass.Borderline, language =>
            language.Rates.Borderline.Baseline
        ),
        new("Under ablation", "harmful, direction removed", Condition.Ablated.Word(), PromptClass.Harmful, language =>
            language.Rates.Harmful.Ablated
        ),
        new("Induced refusal", "harmless, direction added", Condition.Induced.Word(), PromptClass.Harmless, language =>
            language.Rates.Harmless.Induced
        ),
    ];

    private static Html Row(string code, LanguageReport language, Column[] columns) =>
        Html.Of(
            $"""
        <tr>{HtmlParts.LanguageCell(code)}{columns.Select(column => Cell(
            column.Rate(language),
            column.Colour,
            Others(column.Class, language.Prompts)))}</tr>

        """
        );

    /// <summary>Only classes that languages are compared by can have other prompts.</summary>
    private static bool Others(PromptClass promptClass, PromptsByClass prompts) =>
        promptClass switch
        {
            PromptClass.Harmful => prompts.Harmful.OtherPrompts,
            PromptClass.Harmless => prompts.Harmless.OtherPrompts,
            _ => false,
        };

    private static Html Cell(Rate? rate, string colour, bool other)
    {
        if (rate is null)
        {
            return Html.Of($"""<td class="rate">{HtmlParts.NotMeasured}</td>""");
        }

        var mark = Html.If(other, Html.Of($"""<sup title="other prompts">{Wording.OtherPromptsMark}</sup>"""));
        return Html.Of(
            $"""
            <td class="rate"><b>{Figures.Percent(rate.Share)}</b>{mark} <span class="n">{Figures.Interval(
                rate.Low,
                rate.High
            )} · n {rate.N}</span>{Bars.Share(rate, colour)}{Extra(rate)}</td>
            """
        );
    }

    // What a reader must see beside the rate: an ablation that breaks the model also lowers refusal.
    private static Html Extra(Rate rate)
    {
        var degenerate = Html.If(rate.Degenerate > 0, Html.Of($"""<small>{rate.Degenerate} degenerate</small>"""));
        var unjudged = Html.If(
            rate.Unjudged > 0,
            Html.Of($"""<small>{rate.Unjudged} unjudged: {Figures.Interval(rate.IfNoUnjudgedRefuses, rate.IfAllUnjudgedRefuse)}</small>""")
        );
        return Html.Of($"{degenerate}{unjudged}");
    }
}
