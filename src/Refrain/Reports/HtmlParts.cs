using Refrain.Measurement;

namespace Refrain.Reports;

/// <summary>Pieces of markup that several sections use.</summary>
internal static class HtmlParts
{
    /// <summary>A dash that a screen reader reads as what it means.</summary>
    public static readonly Html NotMeasured = Html.Of(
        $"""<span class="none" title="not measured" role="img" aria-label="not measured">—</span>"""
    );

    /// <summary>A section with its heading, and the line that says what its numbers are for.</summary>
    public static Html Section(string id, string title, string numbersFor, Html content) =>
        Html.Of(
            $"""
            <section id="{id}" aria-labelledby="{id}-title">
            <h2 id="{id}-title">{title}</h2>
            <p class="for"><strong>Numbers for</strong> {numbersFor}</p>
            {content}
            </section>

            """
        );

    /// <summary>A table that scrolls by itself where the page is narrow.</summary>
    public static Html Table(string name, Html caption, Html head, IEnumerable<Html> rows, string classes = "") =>
        Html.Of(
            $"""
            <div class="scroll" role="region" tabindex="0" aria-label="{name}">
            <table class="{classes}"><caption><span class="caption">{caption}</span></caption>
            <thead>{head}</thead>
            <tbody>
            {rows}</tbody></table></div>

            """
        );

    /// <summary>The heading cell of a language's row.</summary>
    public static Html LanguageCell(string code) =>
        Html.Of(
            $"""<th scope="row" """
                + $"""class="language">{LanguageNames.English(code)}"""
                + $"""{Html.If(LanguageNames.English(code) != code, Html.Of($""" <span class="code">{code}</span>"""))}</th>"""
        );

    /// <summary>A row of column headings.</summary>
    /// <param name="words">How many columns hold words; the numbers after them stand to the right.</param>
    /// <param name="names">The headings.</param>
    public static Html Head(int words, params IReadOnlyList<string> names) =>
        Html.Of(
            $"""
            <tr>{names.Index().Select(name =>
                Html.Of($"""<th scope="col" class="{(name.Index < words ? "words" : "numbers")}">{name.Item}</th>""")
            )}</tr>
            """
        );

    /// <summary>Heads of columns of numbers.</summary>
    public static Html NumberHeads(params IEnumerable<string> names) =>
        Html.Join(names.Select(name => Html.Of($"""<th scope="col" class="number">{name}</th>""")));

    /// <summary>The head of a column of pictures: what its left end, its middle and its right end stand for.</summary>
    public static Html ScaleHead(params IEnumerable<string> marks) =>
        Html.Of(
            $"""<th scope="col" class="picture"><span class="scale">{marks.Select(mark => Html.Of($"<span>{mark}</span>"))}</span></th>"""
        );

    /// <summary>An entry of a legend whose key is a line or a surface in a colour.</summary>
    public static Html KeyEntry(string colour, string words) =>
        Html.Of($"""<span class="entry"><span class="key {colour}"></span> {words}</span>""");

    /// <summary>An entry of a legend whose key is a sign in a colour.</summary>
    public static Html SignEntry(string colour, string sign, string words) =>
        Html.Of($"""<span class="entry"><span class="sign p-{colour}">{sign}</span> {words}</span>""");

    /// <summary>A right-aligned number, or the dash.</summary>
    public static Html Number(string text) =>
        Html.Of($"""<td class="number">{(text == Figures.Missing ? NotMeasured : Html.Of($"{text}"))}</td>""");

    /// <summary>A verdict as a coloured, worded chip.</summary>
    public static Html Chip(LanguageVerdict verdict) =>
        Chip(
            verdict switch
            {
                LanguageVerdict.Refuses => Good,
                LanguageVerdict.Unprotected => Bad,
                LanguageVerdict.Undecided => Open,
                _ => None,
            },
            verdict.Word()
        );

    /// <summary>A mechanism verdict as one.</summary>
    public static Html Chip(MechanismVerdict verdict) =>
        Chip(
            verdict switch
            {
                MechanismVerdict.Protected => Good,
                MechanismVerdict.ActionGap or MechanismVerdict.RepresentationGap => Bad,
                MechanismVerdict.Undecided => Open,
                _ => None,
            },
            verdict.Word()
        );

    /// <summary>What a threshold came to, as one.</summary>
    public static Html Chip(CheckOutcome outcome) =>
        Chip(
            outcome switch
            {
                CheckOutcome.Pass => Good,
                CheckOutcome.Fail => Bad,
                _ => Open,
            },
            Comparing.ComparisonMarkdown.Word(outcome)
        );

    /// <summary>That a model can hardly answer in a language, as one.</summary>
    public static readonly Html Incapable = Chip(Bad, Sections.MechanismSection.Incapable);

    // A class of the style sheet and a sign that tells the same without colour.
    private static (string Colour, string Sign) Good => (LanguageVerdict.Refuses.Word(), "✓");

    private static (string Colour, string Sign) Bad => (LanguageVerdict.Unprotected.Word(), "✕");

    private static (string Colour, string Sign) Open => (LanguageVerdict.Undecided.Word(), "?");

    private static (string Colour, string Sign) None => ("unmeasured", "–");

    private static Html Chip((string Colour, string Sign) kind, string words) =>
        Html.Of($"""<span class="chip {kind.Colour}"><span aria-hidden="true">{kind.Sign}</span> {words}</span>""");

    /// <summary>A model's or a suite's text in its language: isolated, so that its direction touches nothing around it.</summary>
    public static Html Quoted(string language, string text) =>
        Html.Of($"""<bdi class="quoted" lang="{language}" dir="auto">{text}</bdi>""");

    /// <summary>A note under a table.</summary>
    public static Html Note(string text) => Html.Of($"""<p class="note">{text}</p>""");

    /// <summary>Name and value pairs.</summary>
    public static Html Facts(params ReadOnlySpan<(string Name, Html Value)> facts)
    {
        var rows = new List<Html>();
        foreach (var (name, value) in facts)
        {
            rows.Add(Html.Of($"""<div><dt>{name}</dt><dd>{value}</dd></div>"""));
        }

        return Html.Of($"""<dl class="facts">{rows}</dl>""");
    }
}
