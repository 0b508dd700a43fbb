using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>The methods of mappings and lists that read.</summary>
internal static class CollectionMethods
{
    public static Callable? Bind(Mapping mapping, string name, Budget budget)
    {
        Func<Arguments, object?>? method = name switch
        {
            "get" => arguments =>
            {
                var bound = arguments.Bind("get", 1, "key", "default");
                return mapping.TryGet(bound[0], out object? value) ? value : bound[1];
            },
            "keys" => arguments => View("keys", SequenceKind.Keys, mapping.Keys, mapping, arguments, budget),
            "values" => arguments => View("values", SequenceKind.Values, mapping.Values, mapping, arguments, budget),
            "items" => arguments => View("items", SequenceKind.Items, Pairs(mapping, budget), mapping, arguments, budget),
            "copy" => arguments =>
            {
                arguments.Bind("copy", 0);
                return mapping; // Nothing can change either, so one will do.
            },
            _ => null,
        };
        return method is null ? null : new Callable(name, method, "builtin_function_or_method");
    }

    public static Callable? Bind(Sequence sequence, string name, Budget budget)
    {
        Func<Arguments, object?>? method = name switch
        {
            "count" when sequence.IsIndexed => arguments => (long)Matches(sequence, arguments.Bind("count", 1, "value")[0], budget).Count(),
            "index" when sequence.IsIndexed => arguments =>
                Matches(sequence, arguments.Bind("index", 1, "value")[0], budget).Select(at => (object?)(long)at).FirstOrDefault()
                ?? throw new JinjaException("the value is not in the list"),
            "copy" when sequence.Kind == SequenceKind.List => arguments =>
            {
                arguments.Bind("copy", 0);
                return sequence;
            },
            _ => null,
        };
        return method is null ? null : new Callable(name, method, "builtin_function_or_method");
    }

    /// <summary>A mapping's items as tuples.</summary>
    public static IEnumerable<object?> Pairs(Mapping mapping, Budget budget)
    {
        foreach (var (key, value) in mapping.Items)
        {
            budget.List(2);
            yield return Sequence.Tuple(key, value);
        }
    }

    private static Sequence View(
        string name,
        SequenceKind kind,
        IEnumerable<object?> items,
        Mapping mapping,
        Arguments arguments,
        Budget budget
    )
    {
        arguments.Bind(name, 0);
        return new Sequence(kind, Iteration.Copy(items, mapping.Count, budget));
    }

    private static IEnumerable<int> Matches(Sequence sequence, object? value, Budget budget)
    {
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            budget.Step();
            if (Comparing.AreEqual(sequence.Items[i], value, budget))
            {
                yield return i;
            }
        }
    }
}
