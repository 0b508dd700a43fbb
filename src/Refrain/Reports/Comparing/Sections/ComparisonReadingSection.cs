using Refrain.Measurement;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>What the words mean, and how to repeat it.</summary>
internal static class ComparisonReadingSection
{
    public static Html Build(ComparisonReport report) =>
        Html.Of(
            $"""
        <section id="reading" aria-labelledby="reading-title">
        <h2 id="reading-title">How to read this</h2>
        {HtmlParts.Facts(
            ("A and B", Html.Of($"Two finished audits. Every change is B less A.")),
            ("Change of a rate", Html.Of($"Over prompts that both runs have and that were judged in both: "
                + $"so it is the model's, and not the prompts'.")),
            ("Beyond chance", Html.Of($"Exact McNemar test on the pairs that differ, Holm-adjusted over the languages: "
                + $"p < 0.05. Bold where it is.")),
            ("Undecided", Html.Of($"The interval holds the limit. With n prompts of which none changed, "
                + $"the score interval still reaches about 4 / n.")),
            ("Direction", Html.Of($"Mean activation on harmful train prompts less that on harmless ones, "
                + $"of each language, at A's position.")),
            ("Gap kept", Html.Of($"How far apart B holds the two classes along A's source direction, over how far A does. "
                + $"Small: the model sees the difference less, or elsewhere.")),
            ("Ablated, added", Html.Of($"Each run's own direction, taken out of or added to its own model.")))}
        <p>Repeat it with:</p>
        <pre class="command" tabindex="0"><code>{report.Command}</code></pre>
        <p class="note">Refrain {report.ProductVersion}.</p>
        </section>

        """
        );
}
