using Refrain.Directions;
using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>
/// The transfer matrix: what every source's direction does in every language, and whether that is more than chance and than controls do.
/// </summary>
internal static class TransferReporting
{
    private static readonly (Condition Condition, string Class)[] Conditions =
    [
        (Condition.Ablated, "harmful"),
        (Condition.Induced, "harmless"),
    ];

    /// <param name="judged">Every judged response.</param>
    /// <param name="sources">What each source's selection came to; the report's source first.</param>
    /// <param name="controls">Their controls; null where none were measured.</param>
    /// <param name="targets">The report's languages.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static TransferReport Of(
        IReadOnlyList<JudgedResponse> judged,
        IReadOnlyDictionary<string, SourceDirection> sources,
        IReadOnlyDictionary<string, SourceControls?>? controls,
        IReadOnlyList<string> targets,
        ulong seed
    )
    {
        var answers = new TransferAnswers(judged, seed);
        var rows = sources
            .Select(pair => Row(pair.Key, SelectionReporting.Of(pair.Value.Selection), controls?.GetValueOrDefault(pair.Key)?.LabelsP))
            .ToArray();
        var cells =
            from row in rows
            where row.Intervention is not null
            from target in targets
            from measured in Conditions
            where measured.Condition == Condition.Ablated || row.AdditionLayer is not null
            select Cell(answers, row.Language, target, measured.Condition, measured.Class, controls is not null);
        return new TransferReport
        {
            Sources = rows,
            Targets = targets,
            Controls = controls is not null,
            Cells = Adjusted([.. cells], rows),
        };
    }

    private static TransferSource Row(string language, SelectionReport selection, double? labels) =>
        new()
        {
            Language = language,
            Verdict = selection.Verdict,
            Intervention = selection.Intervention,
            Position = selection.Position,
            Layer = selection.Layer,
            FirstLayer = selection.FirstLayer,
            AdditionLayer = selection.AdditionLayer,
            LabelsP = labels,
            AdditionNote = selection.AdditionNote,
        };

    private static TransferCell Cell(
        TransferAnswers answers,
        string source,
        string target,
        Condition condition,
        string promptClass,
        bool controls
    )
    {
        var untouched = answers.Of(target, promptClass, Treatment.Baseline);
        var real = answers.Of(target, promptClass, new Treatment(condition, source));
        int sign = condition == Condition.Ablated ? -1 : 1;
        return new TransferCell
        {
            Source = source,
            Target = target,
            Condition = Treatment.Word(condition),
            Claim = TransferCell.NotMeasured,
            Baseline = LanguageReporting.RateOf(untouched),
            Rate = LanguageReporting.RateOf(real),
            Effect = answers.Difference(real, untouched, sign),
            PUnadjusted = TransferAnswers.P(real, untouched),
            Controls = controls ? [Of(Control.Random, "random direction"), Of(Control.Shuffled, "shuffled labels")] : [],
        };

        ControlReport Of(Control control, string name)
        {
            var other = answers.Of(target, promptClass, new Treatment(condition, source, control));
            return new ControlReport
            {
                Name = name,
                Rate = LanguageReporting.RateOf(other),
                Effect = answers.Difference(other, untouched, sign),

                // (real − untouched) − (other − untouched): the untouched answers cancel, so only pairs judged under both count.
                Excess = answers.Difference(real, other, sign),
            };
        }
    }

    /// <summary>Holm's correction over the cells of one condition, which are one matrix, and what each cell then supports.</summary>
    private static TransferCell[] Adjusted(TransferCell[] cells, TransferSource[] rows)
    {
        foreach (var matrix in cells.Index().Where(cell => cell.Item.PUnadjusted is not null).GroupBy(cell => cell.Item.Condition))
        {
            int[] places = [.. matrix.Select(cell => cell.Index)];
            double[] adjusted = Holm.Adjust([.. places.Select(place => cells[place].PUnadjusted!.Value)]);
            foreach ((int place, double p) in places.Zip(adjusted))
            {
                cells[place] = cells[place] with
                {
                    P = p,
                    Claim = ClaimOf(cells[place], p, rows.First(row => row.Language == cells[place].Source).LabelsP),
                };
            }
        }

        return cells;
    }

    private static string ClaimOf(TransferCell cell, double p, double? labels) =>
        cell switch
        {
            _ when p >= TransferCell.Level => TransferCell.NoClaim,
            { Effect.Difference: < 0 } => TransferCell.Opposite,
            { Controls.Count: 0 } => TransferCell.WithoutControls,
            _ => labels <= LabelTest.Level && cell.Controls.All(control => control.Excess.Low > 0)
                ? TransferCell.Effective
                : TransferCell.NotAboveControls,
        };
}
