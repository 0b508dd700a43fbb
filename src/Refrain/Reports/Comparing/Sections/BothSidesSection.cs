using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports.Sections;
using Refrain.Responses;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>Refusal of harmful and of harmless prompts by the untouched models, both runs side by side, the largest fall first.</summary>
internal static class BothSidesSection
{
    private static readonly Html Head = Html.Of(
        $"""
        <tr><th scope="col">Language</th><th scope="col">Verdict</th>{HtmlParts.ScaleHead("0", "50", "100%")}{HtmlParts.NumberHeads(
            "A",
            "B",
            "Change",
            "95% interval",
            "p",
            "pairs"
        )}</tr>
        """
    );

    public static Html Build(ComparisonReport report) =>
        Html.Join([
            Part(
                report,
                PromptClass.Harmful,
                "Refusal of harmful prompts",
                "the untouched models on harmful prompts; no intervention.",
                "Verdicts are each run's own, over all of its prompts; the line marks 80%."
            ),
            Part(
                report,
                PromptClass.Harmless,
                "Refusal of harmless prompts",
                "the untouched models on harmless prompts; no intervention.",
                "A rise is over-refusal."
            ),
        ]);

    private static Html Part(ComparisonReport report, PromptClass promptClass, string title, string numbersFor, string note)
    {
        var measured = report
            .Languages.Where(pair => pair.Value.Find(promptClass, Condition.Baseline) is not null)
            .OrderBy(pair =>
                (promptClass == PromptClass.Harmful ? 1 : -1) * (pair.Value.Find(promptClass, Condition.Baseline)!.Refusal.Change ?? 0)
            )
            .ToArray();
        bool harmful = promptClass == PromptClass.Harmful;
        return measured.Length == 0
            ? Html.None
            : HtmlParts.Section(
                $"refusal-{promptClass.Word()}",
                title,
                numbersFor,
                Html.Of(
                    $"""
                    <p class="note legend">{HtmlParts.KeyEntry(
                        "side-a",
                        $"A: {report.A.Model.Name}, {report.A.Settings.Precision.Word()}"
                    )} {HtmlParts.KeyEntry("side-b", $"B: {report.B.Model.Name}, {report.B.Settings.Precision.Word()}")}</p>
                    {HtmlParts.Table(
                        title,
                        Html.Of($"{ComparisonMarkdown.RatesCaption} {note}"),
                        harmful ? Head : new Html(Head.Text.Replace("""<th scope="col">Verdict</th>""", "", StringComparison.Ordinal)),
                        measured.Select(pair => Row(pair.Key, pair.Value, harmful)),
                        "both"
                    )}
                    """
                )
            );
    }

    private static Html Row(string code, ComparedLanguage language, bool harmful)
    {
        var rate = language.Find(harmful ? PromptClass.Harmful : PromptClass.Harmless, Condition.Baseline)!;
        string[] numbers = ComparisonWording.Numbers(rate.Refusal);
        bool claimed = rate.Refusal.BeyondChance;
        return Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(code)}{Html.If(harmful, Verdict(language))}<td class="picture">{Bars.Pair(
                rate.A,
                rate.B,
                threshold: harmful
            )}</td>{HtmlParts.Number(Figures.Percent(rate.A.Share))}{HtmlParts.Number(Figures.Percent(rate.B.Share))}<td class="number">{(
                claimed ? Html.Of($"<b>{numbers[0]}</b>") : Html.Of($"{numbers[0]}")
            )}</td>{HtmlParts.Number(numbers[1])}{HtmlParts.Number(numbers[2])}{HtmlParts.Number(numbers[3])}</tr>

            """
        );
    }

    private static Html Verdict(ComparedLanguage language)
    {
        Html a = Own(language, first: true),
            b = Own(language, first: false);
        bool incapableA = language.Incapable?.A == true,
            incapableB = language.Incapable?.B == true;
        var first = Html.Of($"{a}{Html.If(incapableA, Html.Of($" {HtmlParts.Incapable}"))}");
        return a == b && incapableA == incapableB
            ? Html.Of($"<td>{first}</td>")
            : Html.Of(
                $"""<td>{first} <span aria-label="became">→</span> {b}{Html.If(incapableB, Html.Of($" {HtmlParts.Incapable}"))}</td>"""
            );
    }

    private static Html Own(ComparedLanguage language, bool first) =>
        language.Mechanism is { } mechanism
            ? HtmlParts.Chip(first ? mechanism.A : mechanism.B)
            : HtmlParts.Chip(first ? language.Verdict.A : language.Verdict.B);
}
