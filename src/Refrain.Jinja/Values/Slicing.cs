using System.Numerics;
using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>Python's slices, with negative bounds and steps.</summary>
internal static class Slicing
{
    public static object? Of(object? value, object? start, object? stop, object? step, Budget budget)
    {
        switch (value)
        {
            case string text:
                budget.Work(text.Length);
                var chars = Bounds(CodePoints.Count(text), start, stop, step);
                return CodePoints.Pick(text, chars.Start, chars.Step, chars.Count, budget);
            case Sequence { IsIndexed: true } sequence:
                var bounds = Bounds(sequence.Items.Count, start, stop, step);
                if (sequence.Items is RangeItems range)
                {
                    long from = range.Start + (bounds.Start * range.Step);
                    long by = bounds.Step * range.Step; // The stop is only for printing; the count decides.
                    return new Sequence(
                        SequenceKind.Range,
                        new RangeItems(from, range.Start + (bounds.Stop * range.Step), by, bounds.Count)
                    );
                }

                budget.List(bounds.Count);
                var items = new object?[bounds.Count];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = sequence.Items[bounds.Start + (i * bounds.Step)];
                }

                return sequence.Kind == SequenceKind.Tuple ? Sequence.Tuple(items) : Sequence.List(items);
            default:
                throw new JinjaException($"'{TypeNames.Of(value)}' object is not subscriptable by a slice");
        }
    }

    private static (int Start, int Stop, int Step, int Count) Bounds(int length, object? start, object? stop, object? step)
    {
        int by = Bound(step, 1);
        if (by == 0)
        {
            throw new JinjaException("slice step cannot be zero");
        }

        int first = by > 0 ? 0 : -1;
        int last = by > 0 ? length : length - 1;
        int from = start is null ? (by > 0 ? first : last) : Clamp(Bound(start, 0), length, first, last);
        int to = stop is null ? (by > 0 ? last : first) : Clamp(Bound(stop, 0), length, first, last);
        long distance = by > 0 ? (long)to - from : (long)from - to;
        int count = distance <= 0 ? 0 : (int)((distance - 1) / Math.Abs((long)by)) + 1;
        return (count == 0 ? 0 : from, to, by, count);
    }

    private static int Clamp(int bound, int length, int first, int last) => Math.Clamp(bound < 0 ? bound + length : bound, first, last);

    private static int Bound(object? value, int missing) =>
        value switch
        {
            null => missing,
            Undefined undefined => throw undefined.Error(),
            bool or long or BigInteger => (int)BigInteger.Min(int.MaxValue / 2, BigInteger.Max(int.MinValue / 2, Numbers.Integer(value))),
            _ => throw new JinjaException("slice indices must be integers or None"),
        };
}
