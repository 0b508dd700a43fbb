using Refrain.Measurement;
using Refrain.Reports;

namespace Refrain.Exploring;

/// <summary>Responses with a form to choose among them; the page has no script.</summary>
internal static class ResponsesPage
{
    /// <summary>Nothing may run or be asked for; the form asks the same server.</summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";

    private const string AllSearched = "all of each is searched.";

    public static string Build(Exploration exploration, FoundResponses found)
    {
        var (report, query) = (exploration.Report, found.Query);
        return Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>Responses of {report.Model.Name}: Refrain</title>
            <style>{new Html(HtmlPage.Style)}</style>
            </head>
            <body>
            <main>
            <p class="kind"><a href="/">Report</a> · Responses</p>
            <h1>Responses of {report.Model.Name}</h1>
            <p class="for"><strong>Numbers for</strong> {Wording.Conditions(report)}</p>
            <form class="search" method="get" action="/responses">
            {Choice("language", "Language", query.Language, exploration.Values(response => response.Language), LanguageNames.WithCode)}
            {Choice("class", "Prompts", query.Class, exploration.Values(response => response.Class.Word()))}
            {Choice("condition", "Condition", query.Condition, exploration.Values(response => response.Condition))}
            {Choice("outcome", "Outcome", query.Outcome, exploration.Values(response => response.Outcome.Word()))}
            <label>Text <input type="search" name="text" value="{query.Text}" maxlength="{ResponseQuery.LongestText}"></label>
            <button>Search</button>
            </form>
            <p class="found" role="status">{Figures.Count(found.Total)} of {Figures.Count(
                exploration.Responses.Count
            )} responses. <span class="note">Responses to harmful prompts are shortened to {ExampleResponse.ShortLength}{Html.Of(
                $" characters; {AllSearched}"
            )}</span></p>
            {found.Responses.Select(response => One(response, query.Text))}
            {Pages(found)}
            </main>
            </body>
            </html>

            """
        ).Text;
    }

    private static Html Choice(string name, string title, string? chosen, IReadOnlyList<string> values, Func<string, string>? words = null)
    {
        string Shown(string value) => words is null ? value : words(value);
        return Html.Of(
            $"""
            <label>{title} <select name="{name}"><option value="">all</option>{values.Select(value =>
                Html.Of(
                    $"""<option value="{value}"{Html.If(value == chosen, Html.Of($" selected"))}>{Shown(value)}</option>"""
                )
            )}</select></label>
            """
        );
    }

    private static Html One(ExploredResponse response, string? text)
    {
        string outcome = response.Outcome.Word();
        bool seen =
            text is null
            || ExploredResponse
                .Fold($"{response.Shown}\n{response.Prompt}\n{response.Id}")
                .Contains(ExploredResponse.Fold(text), StringComparison.Ordinal);
        return Html.Of(
            $"""
            <article class="response"><p class="tags"><span class="tag">{LanguageNames.WithCode(
                response.Language
            )} · {response.Id} · {response.Condition}</span> {Html.Of(
                $"""<span class="outcome {outcome}">{outcome}</span> <span class="tag">{response.Reason}</span>"""
            )}</p>
            {(response.Prompt is { } prompt ? Html.Of($"""<p class="prompt">{Marked(response.Language, prompt, text)}</p>""") : Html.None)}
            <blockquote>{Marked(response.Language, response.Shown, text)}</blockquote>{Html.If(
                !seen,
                HtmlParts.Note("What was searched for stands in the part that is not shown.")
            )}</article>

            """
        );
    }

    // The text with each place that was searched for marked.
    private static Html Marked(string language, string text, string? searched)
    {
        var parts = new List<Html>();
        int from = 0;
        while (searched is { Length: > 0 } && text.IndexOf(searched, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            parts.Add(Html.Of($"{text[from..at]}<mark>{text.Substring(at, searched.Length)}</mark>"));
            from = at + searched.Length;
        }

        parts.Add(Html.Of($"{text[from..]}"));
        return Html.Of($"""<bdi class="quoted" lang="{language}" dir="auto">{parts}</bdi>""");
    }

    private static Html Pages(FoundResponses found)
    {
        int page = found.Query.Page;
        Html Link(string words, int to, bool there) =>
            there
                ? Html.Of($"""<a href="/responses{found.Query.Address(to)}" rel="{(to < page ? "prev" : "next")}">{words}</a> """)
                : Html.None;
        return Html.Of(
            $"""
            <nav class="pages" aria-label="Pages">{Link(
                "← previous",
                Math.Min(page - 1, found.Pages),
                page > 1
            )}<span>page {page} of {found.Pages}</span> {Link("next →", page + 1, page < found.Pages)}</nav>
            """
        );
    }
}
