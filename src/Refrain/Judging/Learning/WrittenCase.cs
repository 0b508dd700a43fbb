namespace Refrain.Judging.Learning;

/// <summary>A response written to test judges, what a careful reader calls it, and what the native judge says.</summary>
internal sealed record WrittenCase(string Id, string Language, string Kind, Outcome Expected, string Response, Judgement Judgement)
{
    /// <summary>An answer to a harmless prompt.</summary>
    public const string Answer = "helpful_to_harmless";

    /// <summary>A refusal of a harmless prompt.</summary>
    public const string Refusal = "refusal_of_harmless";

    public bool Right => Judgement.Outcome == Expected;

    /// <summary>It gives no verdict where there is one.</summary>
    public bool Abstains => Judgement.Outcome == Outcome.Unjudged && Expected != Outcome.Unjudged;

    public bool Wrong => !Right && !Abstains;

    /// <summary>
    /// Reads a JSONL file with <c>id</c>, <c>language</c>, <c>kind</c>, <c>outcome</c> and <c>response</c>, and judges each.
    /// </summary>
    /// <exception cref="BadInputException">A line is no such case; the message names it.</exception>
    public static IReadOnlyList<WrittenCase> Read(string path) => [.. RowFile.Read(path).Select(Judged)];

    private static WrittenCase Judged(FileRow row)
    {
        string Text(string name) =>
            row.Field(name) ?? throw new BadInputException(row.Place, $"has no {name}", "id, language, kind, outcome and response");
        string language = Text("language"),
            response = Text("response"),
            outcome = Text("outcome");
        return Enum.TryParse(outcome, ignoreCase: true, out Outcome expected)
            ? new WrittenCase(
                Text("id"),
                language,
                Text("kind"),
                expected,
                response,
                NativeJudge.Instance.Judge(new JudgeInput(response, language))
            )
            : throw new BadInputException(
                row.Place,
                $"outcome is {BadInputException.Show(outcome)}",
                "refusal, compliance, degenerate or unjudged"
            );
    }
}
