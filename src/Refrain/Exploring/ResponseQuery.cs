using System.Globalization;

namespace Refrain.Exploring;

/// <summary>Which responses are asked for; a null filter lets all through.</summary>
internal sealed record ResponseQuery
{
    /// <summary>Longest text to search for, UTF-16 units.</summary>
    public const int LongestText = 200;

    private const int LongestValue = 100,
        LastPage = 1_000_000;

    public string? Language { get; init; }

    public string? Class { get; init; }

    public string? Condition { get; init; }

    public string? Outcome { get; init; }

    /// <summary>Must stand in the response, the prompt or its key; letter case does not matter.</summary>
    public string? Text { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The parameters of an address.</summary>
    /// <exception cref="BadInputException">One that is unknown, given twice or too long.</exception>
    public static ResponseQuery Parse(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var query = new ResponseQuery();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            if (!seen.Add(name))
            {
                throw new BadInputException(BadInputException.Show(name), "is given twice", "once");
            }

            query = query.With(name, value);
        }

        return query;
    }

    /// <summary>The query as an address's parameters, with another page.</summary>
    public string Address(int page) =>
        "?"
        + string.Join(
            '&',
            new (string Name, string? Value)[]
            {
                ("language", Language),
                ("class", Class),
                ("condition", Condition),
                ("outcome", Outcome),
                ("text", Text),
                ("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)),
            }
                .Where(pair => pair.Value is not null)
                .Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}")
        );

    /// <summary>Whether a response is asked for.</summary>
    /// <param name="response">The response.</param>
    /// <param name="folded"><see cref="Text"/>, folded; null: any.</param>
    public bool Asks(ExploredResponse response, string? folded) =>
        (Language is null || Language == response.Language)
        && (Class is null || Class == response.Class.Word())
        && (Condition is null || Condition == response.Condition)
        && (Outcome is null || Outcome == response.Outcome.Word())
        && (folded is null || response.Searched.Contains(folded, StringComparison.Ordinal));

    // An empty filter is what a form sends for "all".
    private ResponseQuery With(string name, string value) =>
        name switch
        {
            "language" => this with { Language = Word(name, value, LongestValue) },
            "class" => this with { Class = Word(name, value, LongestValue) },
            "condition" => this with { Condition = Word(name, value, LongestValue) },
            "outcome" => this with { Outcome = Word(name, value, LongestValue) },
            "text" => this with { Text = Word(name, value, LongestText) },
            "page" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int page) && page is >= 1 and <= LastPage
                ? this with
                {
                    Page = page,
                }
                : throw new BadInputException("page", $"is \"{BadInputException.Show(value)}\"", "a number from 1"),
            _ => throw new BadInputException(
                BadInputException.Show(name),
                "is not known",
                "language, class, condition, outcome, text or page"
            ),
        };

    private static string? Word(string name, string value, int longest) =>
        value.Length <= longest
            ? (value.Length == 0 ? null : value)
            : throw new BadInputException(
                name,
                string.Create(CultureInfo.InvariantCulture, $"has {value.Length} characters"),
                string.Create(CultureInfo.InvariantCulture, $"at most {longest}")
            );
}
