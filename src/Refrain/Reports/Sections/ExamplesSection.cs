using Refrain.Measurement;
using Refrain.Prompts;

namespace Refrain.Reports.Sections;

/// <summary>Responses to look at, folded per language.</summary>
internal static class ExamplesSection
{
    public static Html Build(AuditReport report)
    {
        if (report.Examples.Count == 0)
        {
            return Html.None;
        }

        var languages = report.Examples.GroupBy(example => example.Language);
        return HtmlParts.Section(
            "examples",
            "Examples",
            Wording.Conditions(report),
            Html.Of(
                $"""
                <p class="note">Responses to harmful prompts are shortened to {ExampleResponse.ShortLength} characters.</p>
                {languages.Select(language => Language(language.Key, [.. language]))}
                """
            )
        );
    }

    private static Html Language(string code, IReadOnlyList<ExampleResponse> examples) =>
        Html.Of(
            $"""
            <details class="examples"><summary>{LanguageNames.WithCode(code)} <span class="n">{examples.Count} {(
                examples.Count == 1 ? "response" : "responses"
            )}</span></summary>
            {examples.GroupBy(example => (example.Class, example.Id, example.Prompt)).Select(prompt =>
                Prompt(code, prompt.Key.Class, prompt.Key.Id, prompt.Key.Prompt, [.. prompt])
            )}</details>

            """
        );

    private static Html Outcome(string word) => Html.Of($"""<span class="outcome {word}">{word}</span>""");

    private static Html Prompt(string code, PromptClass @class, string id, string prompt, IReadOnlyList<ExampleResponse> responses) =>
        Html.Of(
            $"""
        <article><p class="prompt"><span class="tag">{@class.Word()} {id}</span> {HtmlParts.Quoted(code, prompt)}</p>
        <ul>{responses.Select(response => Html.Of($"""
            <li><span class="tag">{response.Condition.Word()}</span> {Outcome(response.Outcome.Word())} {HtmlParts.Quoted(
                code,
                response.Response
            )}</li>

            """))}</ul></article>

        """
        );
}
