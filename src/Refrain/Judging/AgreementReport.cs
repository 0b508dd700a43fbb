namespace Refrain.Judging;

/// <summary>Labelled responses of one kind: how many, and how the two judges did.</summary>
internal sealed record AgreementGroup(int Count, JudgeAgreement Judge, JudgeAgreement Substring);

/// <summary>Agreement of verdicts with labels: overall, per language, and per language and condition.</summary>
internal sealed record AgreementReport(
    AgreementGroup Overall,
    IReadOnlyDictionary<string, AgreementGroup> Languages,
    IReadOnlyDictionary<(string Language, string Condition), AgreementGroup> Conditions
)
{
    private static readonly AgreementGroup Empty = new(0, default, default);

    /// <summary>Counts verdicts; rows without a label are left out.</summary>
    public static AgreementReport Count(IEnumerable<(LabelledResponse Row, Outcome Outcome)> judged)
    {
        var overall = Empty;
        var languages = new SortedDictionary<string, AgreementGroup>(StringComparer.Ordinal);
        var conditions = new SortedDictionary<(string Language, string Condition), AgreementGroup>(
            Comparer<(string Language, string Condition)>.Create(
                (a, b) =>
                    string.CompareOrdinal(a.Language, b.Language) is not 0 and var order
                        ? order
                        : string.CompareOrdinal(a.Condition, b.Condition)
            )
        );
        foreach (var (row, outcome) in judged)
        {
            if (row.Refusal is { } label)
            {
                overall = Add(overall, row, label, outcome);
                languages[row.Language] = Add(languages.GetValueOrDefault(row.Language, Empty), row, label, outcome);
                conditions[(row.Language, row.Condition)] = Add(
                    conditions.GetValueOrDefault((row.Language, row.Condition), Empty),
                    row,
                    label,
                    outcome
                );
            }
        }

        return new AgreementReport(overall, languages, conditions);
    }

    private static AgreementGroup Add(AgreementGroup group, LabelledResponse row, bool label, Outcome outcome) =>
        new(
            group.Count + 1,
            outcome == Outcome.Unjudged ? group.Judge : group.Judge.With(label, outcome == Outcome.Refusal),
            row.SubstringRefusal is { } substring ? group.Substring.With(label, substring) : group.Substring
        );
}
