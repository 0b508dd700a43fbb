using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Filters that compare elements with each other.</summary>
internal static class OrderFilters
{
    public static readonly Dictionary<string, FilterFunction> All = new()
    {
        ["sort"] = Sort,
        ["dictsort"] = DictionarySort,
        ["unique"] = Unique,
        ["groupby"] = GroupBy,
        ["min"] = (interpreter, value, arguments) => Extreme("min", interpreter, value, arguments, -1),
        ["max"] = (interpreter, value, arguments) => Extreme("max", interpreter, value, arguments, 1),
    };

    private static object Sort(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("sort", 0, "reverse", "case_sensitive", "attribute");
        var budget = interpreter.Budget;
        bool isCaseSensitive = bound.Flag(1, false);
        budget.List(bound[2] is string separated ? separated.AsSpan().Count(',') : 0);
        // Several attributes, separated by commas, compare one after the other.
        var keys = bound[2] is string several
            ? several.Split(',').Select(attribute => Attributes.Key(attribute, isCaseSensitive, budget)).ToArray()
            : [Attributes.Key(bound[2], isCaseSensitive, budget)];
        // Always a tuple: in there equal keys are never asked which is less, so that even undefined ones sort.
        object Key(object? item) => Sequence.Tuple([.. keys.Select(one => one(item))]);
        return Sequence.List(Sorted(Iteration.Over(value, budget), Key, bound.Flag(0, false), budget));
    }

    private static object DictionarySort(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("dictsort", 0, "case_sensitive", "by", "reverse");
        var mapping = value as Mapping ?? throw new JinjaException($"'{TypeNames.Of(value)}' object has no attribute 'items'");
        long position = bound.Text(1, "key") switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw new JinjaException("You can only sort by either 'key' or 'value'"),
        };
        var budget = interpreter.Budget;
        var pairs = Iteration.Copy(CollectionMethods.Pairs(mapping, budget), mapping.Count, budget);
        return Sequence.List(Sorted(pairs, Attributes.Key(position, bound.Flag(0, false), budget), bound.Flag(2, false), budget));
    }

    private static object Unique(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("unique", 0, "case_sensitive", "attribute");
        var budget = interpreter.Budget;
        var key = Attributes.Key(bound[1], bound.Flag(0, false), budget);
        var seen = new Mapping(budget);
        var unique = new List<object?>();
        foreach (object? item in Iteration.Over(value, budget))
        {
            object? name = key(item);
            if (!seen.TryGet(name, out _))
            {
                seen.Put(name, null);
                unique.Add(item);
            }
        }

        return Sequence.Iterator(unique);
    }

    private static object GroupBy(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("groupby", 1, "attribute", "default", "case_sensitive");
        var budget = interpreter.Budget;
        var key = Attributes.Key(bound[0], bound.Flag(2, false), budget, bound[1]);
        var exactKey = Attributes.Getter(bound[0], budget, bound[1]);
        var groups = new List<object?>();
        var group = new List<object?>();
        var items = Sorted(Iteration.Over(value, budget), key, isReversed: false, budget);
        for (int i = 0; i < items.Count; i++)
        {
            group.Add(items[i]);
            if (i + 1 < items.Count && Comparing.AreEqual(key(items[i]), key(items[i + 1]), budget))
            {
                continue;
            }

            budget.List(group.Count + 2L);
            groups.Add(new Sequence(SequenceKind.Tuple, [exactKey(group[0]), Sequence.List(group)]) { Names = ["grouper", "list"] });
            group = [];
        }

        return Sequence.List(groups);
    }

    private static object? Extreme(string name, Interpreter interpreter, object? value, Arguments arguments, int sign)
    {
        var bound = arguments.Bind(name, 0, "case_sensitive", "attribute");
        var budget = interpreter.Budget;
        var key = Attributes.Key(bound[1], bound.Flag(0, false), budget);
        var items = Iteration.Over(value, budget);
        if (items.Count == 0)
        {
            return new Undefined("No aggregated item, sequence was empty.");
        }

        object? best = items[0];
        foreach (object? item in items.Skip(1))
        {
            best = Comparing.Order(key(item), key(best), budget) * sign > 0 ? item : best;
        }

        return best;
    }

    /// <summary>
    /// A stable merge sort. Those of .NET wrap an error of the comparison into one of their own, and are not stable or not
    /// defined for what only claims to be an order, such as not-a-number.
    /// </summary>
    private static List<object?> Sorted(IReadOnlyList<object?> items, Func<object?, object?> key, bool isReversed, Budget budget)
    {
        budget.List(items.Count);
        budget.Allocate(items.Count * 64L);
        var source = items.Select(item => (Key: key(item), Item: item)).ToArray();
        var target = new (object? Key, object? Item)[source.Length];
        for (int width = 1; width < source.Length; width *= 2)
        {
            for (int from = 0; from < source.Length; from += 2 * width)
            {
                int middle = Math.Min(from + width, source.Length);
                int end = Math.Min(middle + width, source.Length);
                (int left, int right) = (from, middle);
                for (int at = from; at < end; at++)
                {
                    bool takesRight =
                        left == middle || (right < end && ComesBefore(source[right].Key, source[left].Key, isReversed, budget));
                    target[at] = source[takesRight ? right++ : left++];
                }
            }

            (source, target) = (target, source);
        }

        return [.. source.Select(pair => pair.Item)];
    }

    private static bool ComesBefore(object? right, object? left, bool isReversed, Budget budget) =>
        isReversed ? Comparing.Order(left, right, budget) < 0 : Comparing.Order(right, left, budget) < 0;
}
