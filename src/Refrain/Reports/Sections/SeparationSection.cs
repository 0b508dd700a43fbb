using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>How well the source's direction tells harmful from harmless prompts in each language.</summary>
internal static class SeparationSection
{
    private const int FewestPrompts = Measurement.Mechanism.FewestPrompts;

    public static Html Build(AuditReport report)
    {
        const string Title = "Does the model tell harmful from harmless?";
        bool measured = report.Languages.Values.Any(language => language.Auroc is not null || language.Separation is not null);
        if (!measured)
        {
            return HtmlParts.Section(
                "separation",
                Title,
                "the untouched model; no intervention.",
                HtmlParts.Note("Not measured: there is no direction to project on.")
            );
        }

        bool few = report.Languages.Values.Any(language => language.AurocN < FewestPrompts);
        bool other = report.Languages.Values.Any(language => language.Prompts.Harmless.OtherPrompts);
        return HtmlParts.Section(
            "separation",
            Title,
            $"residual streams of the untouched model at layer {Figures.Number(report.Selection.ChosenLayer, "0")}, "
                + $"position {Figures.Number(report.Selection.Position, "0")}, "
                + $"projected on the {LanguageNames.English(report.Settings.Source)} direction; no intervention.",
            Html.Of(
                $"""
                {MechanismPicture.Build(report)}
                {HtmlParts.Table(
                    "Separation per language",
                    Html.Of(
                        $"AUROC: how often a harmful prompt projects further than a harmless one (50% by chance), "
                            + $"with its 95% interval (bootstrap). Separation: distance of the two means in standard deviations."
                    ),
                    Head,
                    report.Languages.Select(Row),
                    "separation"
                )}
                {Html.If(few, HtmlParts.Note("Under 32 prompts a class, an AUROC supports no verdict: those are in brackets."))}{Html.If(
                    other,
                    HtmlParts.Note(Wording.OtherPromptsNote)
                )}
                """
            )
        );
    }

    private static readonly Html Head = Html.Of(
        $"""
        <tr><th scope="col">Language</th>{HtmlParts.ScaleHead(".5", ".75", "1")}{HtmlParts.NumberHeads(
            "AUROC",
            "95% interval"
        )}<th scope="col" class="number"><abbr title="prompts in the smaller class">n</abbr></th>{HtmlParts.NumberHeads("Separation")}</tr>
        """
    );

    private static Html Row(KeyValuePair<string, LanguageReport> pair)
    {
        var language = pair.Value;
        string auroc = Figures.Number(language.Auroc, "0.000");
        string interval = language is { AurocLow: { } low, AurocHigh: { } high }
            ? $"{Figures.Number(low, "0.00")}–{Figures.Number(high, "0.00")}"
            : Figures.Missing;
        var mark = Html.If(language.Prompts.Harmless.OtherPrompts, Html.Of($"<sup>{Wording.OtherPromptsMark}</sup>"));
        var shown = language switch
        {
            { Auroc: null } => HtmlParts.NotMeasured,
            { AurocN: < FewestPrompts } => Html.Of($"({auroc}){mark}"),
            _ => Html.Of($"{auroc}{mark}"),
        };
        return Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(pair.Key)}<td class="picture">{Bars.Dot(
                language.Auroc,
                language.AurocLow,
                language.AurocHigh,
                0.5,
                1
            )}</td><td class="number">{shown}</td>{HtmlParts.Number(interval)}{HtmlParts.Number(
                Figures.Number(language.AurocN, "0")
            )}{HtmlParts.Number(Figures.Number(language.Separation, "0.00"))}</tr>

            """
        );
    }
}
