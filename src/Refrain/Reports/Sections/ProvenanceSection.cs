using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>What was measured: model, suite, settings, and the ids of each language.</summary>
internal static class ProvenanceSection
{
    public static Html Build(AuditReport report)
    {
        var (model, settings) = (report.Model, report.Settings);
        return HtmlParts.Section(
            "measured",
            "What was measured",
            "all sections. " + Wording.Sentence(Wording.Conditions(report)),
            Html.Of(
                $"""
                {HtmlParts.Facts(
                    ("Model", Html.Of($"{model.Name}{(model.Revision is { } commit ? $" at commit {commit}" : "")}: "
                        + $"{model.Architecture}, {Figures.Count(model.Parameters)} parameters, {model.Layers} layers")),
                    ("Weights", Html.Of($"{model.Format}, stored as {string.Join(", ", model.Storage)}; {Hash(model.WeightsHash)}")),
                    ("Tokenizer", Hash(model.TokenizerHash)),
                    ("Chat template", Hash(model.TemplateHash)),
                    ("Prompts rendered", Html.Of($"{Rendered(settings.Template)}")),
                    ("Suite", Html.Of($"{report.Suite.Name}; {Hash(report.Suite.Hash)}")),
                    ("Source language", Html.Of($"{LanguageNames.WithCode(settings.Source)}")),
                    ("Responses", Html.Of($"greedy, at most {settings.MaxNewTokens} new tokens; {Cut(report)}")),
                    ("Precision", Html.Of($"{settings.Precision.Word()}")),
                    ("Convention of zero ablation", Html.Of($"{settings.Convention.Word()}")),
                    ("Seed", Html.Of($"{Figures.Number(settings.Seed, "0")}")),
                    ("Test ids asked for", Html.Of($"{settings.TestIds ?? "the suite's first"}")))}
                {HtmlParts.Table(
                    "Prompts and onset tokens per language",
                    Html.Of(
                        $"Test ids measured in each language, and the tokens with which refusals start there "
                            + $"(difference of first-token probability between harmful and harmless train prompts)."
                    ),
                    HtmlParts.Head(5, "Language", "Harmful", "Harmless", "Borderline", "Onset tokens"),
                    report.Languages.Select(pair => Row(pair.Key, pair.Value)),
                    "measured"
                )}
                {Html.If(report.Languages.Values.Any(HasOtherPrompts), HtmlParts.Note(Wording.OtherPromptsNote))}
                """
            )
        );
    }

    private static Html Hash(string hash) => Html.Of($"""<code class="hash">{hash}</code>""");

    private static string Rendered(ReportTemplate template) =>
        TemplateText.Of(template) is { Count: > 0 } words
            ? string.Join("; ", words)
            : "one user turn, no system turn, with the generation prompt";

    private static bool HasOtherPrompts(LanguageReport language) =>
        language.Prompts.Harmless.OtherPrompts || language.Prompts.Harmful.OtherPrompts;

    private static string Cut(AuditReport report)
    {
        var rates = report
            .Languages.Values.SelectMany(language => new[] { language.Rates.Harmful, language.Rates.Harmless, language.Rates.Borderline })
            .SelectMany(cells => new[] { cells.Baseline, cells.Ablated, cells.Induced })
            .OfType<Rate>()
            .ToArray();
        int cut = rates.Sum(rate => rate.CutAtMaxNewTokens),
            all = rates.Sum(rate => rate.N);
        return $"{Figures.Count(cut)} of {Figures.Count(all)} responses were cut there";
    }

    private static Html Row(string code, LanguageReport language) =>
        Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(code)}{Ids(language.Prompts.Harmful)}{Ids(language.Prompts.Harmless)}{Ids(
                language.Prompts.Borderline
            )}<td>{Onset(code, language)}</td></tr>

            """
        );

    private static Html Ids(PromptIds prompts)
    {
        var missing = Html.If(
            prompts.NotMeasured.Count > 0,
            Html.Of($"""<small>not measured, the suite lacks them: {IdRanges.Show(prompts.NotMeasured)}</small>""")
        );
        return prompts.Ids.Count == 0
            ? Html.Of($"<td>{HtmlParts.NotMeasured}{missing}</td>")
            : Html.Of(
                $"""<td>{IdRanges.Show(prompts.Ids)}{Html.If(prompts.OtherPrompts, Html.Of($"<sup>{Wording.OtherPromptsMark}</sup>"))} """
                    + $"""<span class="n">n {prompts.Ids.Count}</span>{missing}</td>"""
            );
    }

    private static Html Onset(string code, LanguageReport language)
    {
        var tokens = language.OnsetTokens.Select(token =>
            Html.Of(
                $"""<span class="token"><bdi><code lang="{code}">{VisibleText.OfToken(token.Text)}</code>"""
                    + $"""</bdi> <span class="n">{Figures.Score(token.Difference, "0.00")}</span></span> """
            )
        );
        var borrowed = Html.If(
            language.OnsetLanguage is { } from && from != code,
            Html.Of($"<small>none of its own: scored with those of {LanguageNames.English(language.OnsetLanguage ?? "")}</small>")
        );
        return Html.Of($"{Html.If(language.OnsetTokens.Count == 0, HtmlParts.NotMeasured)}{tokens}{borrowed}");
    }
}
