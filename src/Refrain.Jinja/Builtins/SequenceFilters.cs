using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Filters on sequences that neither choose by a test nor order.</summary>
internal static class SequenceFilters
{
    public static readonly Dictionary<string, FilterFunction> All = new()
    {
        ["first"] = (interpreter, value, arguments) =>
        {
            arguments.Bind("first", 0);
            return Iteration.Over(value, interpreter.Budget) is [var first, ..]
                ? first
                : new Undefined("No first item, sequence was empty.");
        },
        ["last"] = (interpreter, value, arguments) =>
        {
            arguments.Bind("last", 0);
            return Reversible(value, interpreter) is [.., var last] ? last : new Undefined("No last item, sequence was empty.");
        },
        ["reverse"] = Reverse,
        ["join"] = Join,
        ["sum"] = Sum,
        ["batch"] = Batch,
        ["slice"] = Slice,
    };

    private static IReadOnlyList<object?> Reversible(object? value, Interpreter interpreter) =>
        value is Sequence { Kind: SequenceKind.Iterator }
            ? throw new JinjaException("'generator' object is not reversible")
            : Iteration.Over(value, interpreter.Budget);

    private static object Reverse(Interpreter interpreter, object? value, Arguments arguments)
    {
        arguments.Bind("reverse", 0);
        if (value is string text)
        {
            return CodePoints.Reverse(text, interpreter.Budget);
        }

        var items = Iteration.Over(value, interpreter.Budget);
        return Sequence.Iterator(Iteration.Copy(items.Reverse(), items.Count, interpreter.Budget));
    }

    private static object Join(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("join", 0, "d", "attribute");
        var items = Iteration.Over(value, interpreter.Budget);
        if (!bound.IsNone(1))
        {
            var key = Attributes.Getter(bound[1], interpreter.Budget);
            items = [.. items.Select(key)];
            interpreter.Budget.List(items.Count);
        }

        return Strings.Join(Printing.Text(bound.Or(0, ""), interpreter.Budget), items, interpreter.Budget, convertsAll: true);
    }

    private static object? Sum(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("sum", 0, "attribute", "start");
        var key = bound.IsNone(0) ? item => item : Attributes.Getter(bound[0], interpreter.Budget);
        object? sum = bound.Or(1, 0L);
        foreach (object? item in Iteration.Over(value, interpreter.Budget))
        {
            interpreter.Budget.Step();
            sum = Arithmetic.Apply("+", sum, key(item), interpreter.Budget);
        }

        return sum;
    }

    /// <summary>Rows of so many elements; the last is filled up where told to.</summary>
    private static object Batch(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("batch", 1, "linecount", "fill_with");
        int size = Math.Max(1, bound.Integer(0));
        var rows = new List<object?>();
        foreach (object?[] row in Iteration.Over(value, interpreter.Budget).Chunk(size))
        {
            interpreter.Budget.Element(rows.Count);
            int fill = bound.IsNone(1) ? 0 : size - row.Length;
            interpreter.Budget.List((long)row.Length + fill);
            rows.Add(Sequence.List([.. row, .. Enumerable.Repeat(bound[1], fill)]));
        }

        return Sequence.Iterator(rows);
    }

    /// <summary>So many columns, as even as can be, the first ones longer; the others are filled up where told to.</summary>
    private static object Slice(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("slice", 1, "slices", "fill_with");
        int slices = bound.Integer(0);
        if (slices <= 0)
        {
            return slices < 0 ? Sequence.Iterator([]) : throw new JinjaException("integer division or modulo by zero");
        }

        var items = Iteration.Over(value, interpreter.Budget);
        interpreter.Budget.List(slices);
        int length = items.Count / slices;
        int longer = items.Count % slices;
        var columns = new List<object?>();
        int from = 0;
        for (int i = 0; i < slices; i++)
        {
            int count = length + (i < longer ? 1 : 0);
            interpreter.Budget.List(count + 1);
            var column = items.Skip(from).Take(count).ToList();
            if (!bound.IsNone(1) && i >= longer)
            {
                column.Add(bound[1]);
            }

            columns.Add(Sequence.List(column));
            from += count;
        }

        return Sequence.Iterator(columns);
    }
}
