using Refrain.Directions;
using Refrain.Ground.Statistics;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>
/// The transfer matrix: what every source's direction does in every language, and whether that is more than chance and than controls do.
/// </summary>
internal sealed class Transfer
{
    private static readonly (Condition Condition, PromptClass Class)[] Conditions =
    [
        (Condition.Ablated, PromptClass.Harmful),
        (Condition.Induced, PromptClass.Harmless),
    ];

    private readonly Outcomes outcomes;
    private readonly ulong seed;

    private Transfer(Outcomes outcomes, ulong seed) => (this.outcomes, this.seed) = (outcomes, seed);

    /// <param name="outcomes">Of every judged response.</param>
    /// <param name="sources">What each source's selection came to; the report's source first.</param>
    /// <param name="controls">Their controls; null where none were measured.</param>
    /// <param name="targets">The report's languages.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static TransferReport Of(
        Outcomes outcomes,
        IReadOnlyDictionary<string, SourceDirection> sources,
        IReadOnlyDictionary<string, SourceControls?>? controls,
        IReadOnlyList<string> targets,
        ulong seed
    )
    {
        var transfer = new Transfer(outcomes, seed);
        var rows = sources
            .Select(pair => Row(pair.Key, SelectionMeasurement.Of(pair.Value.Selection), controls?.GetValueOrDefault(pair.Key)?.LabelsP))
            .ToArray();
        var cells =
            from row in rows
            where row.Intervention is not null
            from target in targets
            from measured in Conditions
            where measured.Condition == Condition.Ablated || row.AdditionLayer is not null
            select transfer.Cell(row.Language, target, measured.Condition, controls is not null);
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

    private TransferCell Cell(string source, string target, Condition condition, bool controls)
    {
        var promptClass = Conditions.First(measured => measured.Condition == condition).Class;
        var untouched = outcomes.Of(target, promptClass, Treatment.Baseline);
        var real = outcomes.Of(target, promptClass, new Treatment(condition, source));
        return new TransferCell
        {
            Source = source,
            Target = target,
            Condition = condition,
            Claim = TransferClaim.NotMeasured,
            Baseline = untouched.Rate,
            Rate = real.Rate,
            Effect = Effect(real, untouched, condition),
            PUnadjusted = real.With(untouched).P,
            Controls = controls ? [Of(Control.Random, "random direction"), Of(Control.Shuffled, "shuffled labels")] : [],
        };

        ControlReport Of(Control control, string name)
        {
            var other = outcomes.Of(target, promptClass, new Treatment(condition, source, control));
            return new ControlReport
            {
                Name = name,
                Rate = other.Rate,
                Effect = Effect(other, untouched, condition),

                // (real − untouched) − (other − untouched): the untouched answers cancel, so only pairs judged under both count.
                Excess = Effect(real, other, condition),
            };
        }
    }

    /// <summary>
    /// How many more of the prompts judged in both an intervention does what it is for: ablation takes refusals away, addition brings them.
    /// </summary>
    private EffectReport Effect(OutcomeCell with, OutcomeCell without, Condition condition)
    {
        var pairs = with.With(without);
        var difference = (condition == Condition.Ablated ? pairs.Reversed : pairs).Difference(seed);
        return new EffectReport
        {
            Pairs = pairs.Count,
            Difference = difference?.Difference,
            Low = difference?.Interval.Low,
            High = difference?.Interval.High,
        };
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

    private static TransferClaim ClaimOf(TransferCell cell, double p, double? labels) =>
        cell switch
        {
            _ when p >= TransferCell.Level => TransferClaim.None,
            { Effect.Difference: < 0 } => TransferClaim.Opposite,
            { Controls.Count: 0 } => TransferClaim.WithoutControls,
            _ => labels <= LabelTest.Level && cell.Controls.All(control => control.Excess.Low > 0)
                ? TransferClaim.Effective
                : TransferClaim.NotAboveControls,
        };
}
