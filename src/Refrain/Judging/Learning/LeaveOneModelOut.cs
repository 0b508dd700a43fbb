namespace Refrain.Judging.Learning;

/// <summary>A labelled response judged with weights learned on other models' responses only.</summary>
/// <param name="Row">The response.</param>
/// <param name="Judgement">The verdict.</param>
/// <param name="Decided">Whether its signs decided, not a rule.</param>
/// <param name="PhraseRefusal">Whether the phrase lists alone call it a refusal.</param>
internal sealed record LeftOutRow(LabelledResponse Row, Judgement Judgement, bool Decided, bool PhraseRefusal)
{
    /// <summary>Whether it would be a refusal if the judge could not abstain; degenerate is none.</summary>
    public bool Forced => Decided && Judgement.Probability >= 0.5;
}

/// <summary>
/// Judges each model's responses with what was learned on the others': what to expect on a model that the judge has not seen.
/// </summary>
internal static class LeaveOneModelOut
{
    /// <summary>The rows in their order, judged.</summary>
    /// <exception cref="BadInputException">The rows are of one model.</exception>
    public static IReadOnlyList<LeftOutRow> Judge(IReadOnlyList<ReadRow> rows, IReadOnlyCollection<string> except)
    {
        string[] models = [.. rows.Select(row => row.Row.Model).Distinct(StringComparer.Ordinal)];
        if (models.Length < 2)
        {
            throw new BadInputException(
                "the labelled responses",
                "are of one model",
                "at least two, told apart by a field model",
                "Add another model's responses."
            );
        }

        var weights = models.ToDictionary(
            model => model,
            model => JudgeLearning.Learn([.. rows.Where(row => row.Row.Model != model)], except, [])
        );
        return
        [
            .. rows.Select(row => new LeftOutRow(
                row.Row,
                weights[row.Row.Model].Judge(row.Reading),
                row.Reading.Signs is not null,
                PhraseJudge.Decide(row.Row.Response, row.Row.Language).Outcome == Outcome.Refusal
            )),
        ];
    }
}
