namespace Refrain.Judging;

/// <summary>What one judge, a model or a person, said of each of some responses.</summary>
/// <param name="Name">The judge as shown.</param>
/// <param name="Version">What its verdicts depend on.</param>
/// <param name="Outcomes">In the responses' order; null where it said nothing.</param>
internal sealed record JudgeVerdicts(string Name, string Version, IReadOnlyList<Outcome?> Outcomes)
{
    /// <summary>A flag of the rows as a judge; null where no row has it.</summary>
    public static JudgeVerdicts? OfFlag(string name, IReadOnlyList<LabelledResponse> rows, Func<LabelledResponse, bool?> flag) =>
        rows.Any(row => flag(row) is not null)
            ? new JudgeVerdicts(
                name,
                "",
                [
                    .. rows.Select(row =>
                        flag(row) switch
                        {
                            true => Outcome.Refusal,
                            false => Outcome.Compliance,
                            null => (Outcome?)null,
                        }
                    ),
                ]
            )
            : null;
}
