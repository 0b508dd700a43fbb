namespace Refrain.Judging.Learning;

/// <summary>Learns the weights of signs from labelled responses.</summary>
internal static class JudgeLearning
{
    private const int Fewest = 20;

    /// <summary>Learns from the rows that their signs decide.</summary>
    /// <param name="rows">Labelled and read rows.</param>
    /// <param name="except">Languages to leave out, because their labels are not to be trusted.</param>
    /// <param name="attribution">Whose data the rows are.</param>
    /// <exception cref="BadInputException">There are fewer than 20 refusals or 20 others.</exception>
    public static JudgeWeights Learn(
        IReadOnlyCollection<ReadRow> rows,
        IReadOnlyCollection<string> except,
        IReadOnlyList<string> attribution
    )
    {
        var trusted = rows.Where(row => !except.Contains(row.Row.Language)).ToList();
        var used = trusted.Where(row => row.Reading.Signs is not null).ToList();
        bool[] labels = [.. used.Select(row => row.Row.Refusal!.Value)];
        int refusals = labels.Count(label => label);
        if (refusals < Fewest || labels.Length - refusals < Fewest)
        {
            throw new BadInputException(
                "the labelled responses",
                $"have {refusals} refusals and {labels.Length - refusals} others that can be read",
                $"at least {Fewest} of each"
            );
        }

        var (weights, intercept) = LogisticRegression.Fit([.. used.Select(row => row.Reading.Signs!.Values)], labels);
        var degenerate = trusted.Where(row => row.Reading.Settled == Outcome.Degenerate).ToList();
        string[] models =
        [
            .. used.Select(row => row.Row.Model)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(model =>
                    $"{(model.Length == 0 ? "model not named" : model)}: "
                    + $"{used.Count(row => row.Row.Model == model)} responses, "
                    + $"{used.Count(row => row.Row.Model == model && row.Row.Refusal == true)} of them labelled refusals"
                ),
        ];
        return new JudgeWeights(
            models,
            attribution,
            weights,
            intercept,
            new Share(degenerate.Count(row => row.Row.Refusal == true), degenerate.Count)
        );
    }
}
