namespace Refrain.Judging.Labels;

/// <summary>People's labels beside the responses that they are of.</summary>
/// <param name="Judges">One per annotator.</param>
/// <param name="Unmatched">Labels whose response is not among these.</param>
internal sealed record LabelJoin(IReadOnlyList<JudgeVerdicts> Judges, int Unmatched)
{
    /// <summary>
    /// A label with an id is of the one response with that id and with the language, class, condition and so on that it names, under the
    /// direction itself where it names no control; one without is of every response with the same text, and what else it names.
    /// </summary>
    /// <exception cref="BadInputException">A label fits several prompts' responses, two labels of one annotator contradict each other, or
    /// none fits.</exception>
    public static LabelJoin Of(LabelFile file, IReadOnlyList<LabelledResponse> rows)
    {
        var byId = rows.Index().ToLookup(row => row.Item.Id, StringComparer.Ordinal);
        var byText = rows.Index().ToLookup(row => row.Item.Response, StringComparer.Ordinal);
        var given = new SortedDictionary<string, HumanLabel?[]>(StringComparer.Ordinal);
        int unmatched = 0;
        foreach (var label in file.Labels)
        {
            var rowsOf = (label.Id is { } id ? byId[id] : byText[label.Response!]).Where(row => Fits(label, row.Item)).ToArray();
            bool direction = label is { Id: not null, Control: null } && rowsOf.Any(row => row.Item.Control.Length == 0);
            int[] fitting = [.. rowsOf.Where(row => !direction || row.Item.Control.Length == 0).Select(row => row.Index)];
            unmatched += fitting.Length == 0 ? 1 : 0;
            if (label.Id is not null && fitting.Length > 1)
            {
                throw new BadInputException(
                    label.Place,
                    $"fits {fitting.Length} responses",
                    "one",
                    "Name its language, class, condition, source, control, "
                        + "ablation_probability and model too, as far as the responses have them."
                );
            }

            if (!given.TryGetValue(label.Annotator, out var own))
            {
                given[label.Annotator] = own = new HumanLabel?[rows.Count];
            }

            foreach (int row in fitting)
            {
                own[row] =
                    own[row] is null || own[row]!.Outcome == label.Outcome
                        ? label
                        : throw new BadInputException(
                            label.Place,
                            $"says {label.Outcome.Word()}, {own[row]!.Place} says {own[row]!.Outcome.Word()} of the same response",
                            "one label, or a field annotator that tells who gave which"
                        );
            }
        }

        return unmatched == file.Labels.Count
            ? throw new BadInputException(
                file.Labels[0].Place,
                "fits no response, nor does any other label",
                "the id or the whole text of a response, and its language and condition as they stand there"
            )
            : new LabelJoin(
                [
                    .. given.Select(pair => new JudgeVerdicts(
                        pair.Key.Length == 0 ? file.Name : $"{file.Name}: {pair.Key}",
                        file.Version,
                        [.. pair.Value.Select(label => label?.Outcome)]
                    )),
                ],
                unmatched
            );
    }

    private static bool Fits(HumanLabel label, LabelledResponse row) =>
        Same(label.Language, row.Language)
        && Same(label.Class, row.Class)
        && Same(label.Condition, row.Condition)
        && Same(label.Source, row.Source)
        && Same(label.Control, row.Control)
        && Same(label.AblationProbability, row.AblationProbability)
        && Same(label.Model, row.Model);

    private static bool Same(string? named, string value) =>
        named is null || string.Equals(named, value, StringComparison.OrdinalIgnoreCase);
}
