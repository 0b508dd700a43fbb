using Refrain.Measurement;
using Refrain.Reports.Sections;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>How far each language's direction turned, and how far prompts moved along A's, at A's chosen layer.</summary>
internal static class CosineDriftSection
{
    public static Html Build(ComparisonReport report)
    {
        var measured = report.Languages.Where(pair => pair.Value.Layers.Count > 0).OrderBy(pair => pair.Value.Cosine?.Value ?? 2).ToArray();
        if (measured.Length == 0)
        {
            return HtmlParts.Section(
                "directions",
                "Directions",
                ComparisonWording.Directions(report),
                HtmlParts.Note("Not compared: a run has no direction, or the chat templates end in different numbers of tokens.")
            );
        }

        double from = Math.Clamp(
            Math.Floor(10 * measured.Select(pair => pair.Value.Cosine?.Low ?? pair.Value.Cosine?.Value ?? 1).Min()) / 10,
            -1,
            0.9
        );
        var head = Html.Of(
            $"""
            <tr><th scope="col">Language</th>{HtmlParts.ScaleHead(Figures.Number(from, "0.0"), "1")}{HtmlParts.NumberHeads(
                "Cosine",
                "95% interval",
                "Gap kept",
                "Harmful moved",
                "Harmless moved"
            )}</tr>
            """
        );
        return HtmlParts.Section(
            "directions",
            $"Directions at layer {report.Layer}",
            ComparisonWording.Directions(report),
            HtmlParts.Table(
                "Directions",
                Html.Of($"{ComparisonMarkdown.CosineCaption(report)}"),
                head,
                measured.Select(pair => Row(report, pair.Key, pair.Value, from)),
                "separation"
            )
        );
    }

    private static Html Row(ComparisonReport report, string code, ComparedLanguage language, double from)
    {
        var cosine = language.Cosine;
        return Html.Of(
            $"""
            <tr>{HtmlParts.LanguageCell(code)}<td class="picture">{Bars.Dot(
                cosine?.Value,
                cosine?.Low,
                cosine?.High,
                from,
                1
            )}</td>{ComparisonMarkdown.Directions(report, language).Select(HtmlParts.Number)}</tr>

            """
        );
    }
}
