using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Formatting;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Filters on any value.</summary>
internal static class ValueFilters
{
    public static readonly Dictionary<string, FilterFunction> All = new()
    {
        ["default"] = Default,
        ["d"] = Default,
        ["tojson"] = ToJson,
        ["attr"] = (interpreter, value, arguments) =>
        {
            string name = arguments.Bind("attr", 1, "name").Text(0);
            object? member = value is Undefined undefined ? throw undefined.Error() : Access.Member(value, name, interpreter.Budget);
            // Members only: a mapping's key is not one.
            return value is Mapping && member is not (Callable or Undefined) ? Undefined.Member(value, name) : member;
        },
        ["length"] = Count,
        ["count"] = Count,
        ["list"] = (interpreter, value, arguments) =>
        {
            arguments.Bind("list", 0);
            var items = Iteration.Over(value, interpreter.Budget);
            return Sequence.List(Iteration.Copy(items, items.Count, interpreter.Budget));
        },
        ["items"] = (interpreter, value, arguments) =>
        {
            arguments.Bind("items", 0);
            return value switch
            {
                Undefined => Sequence.Iterator([]),
                Mapping mapping => Sequence.Iterator(
                    Iteration.Copy(CollectionMethods.Pairs(mapping, interpreter.Budget), mapping.Count, interpreter.Budget)
                ),
                _ => throw new JinjaException("Can only get item pairs from a mapping."),
            };
        },
    };

    private static object? Default(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("default", 0, "default_value", "boolean");
        bool replaces = value is Undefined || (bound.Flag(1, false) && !Truth.Of(value));
        return replaces ? bound.Or(0, "") : value;
    }

    private static object? Count(Interpreter interpreter, object? value, Arguments arguments)
    {
        arguments.Bind("length", 0);
        return Iteration.Count(value);
    }

    private static object ToJson(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
        var budget = interpreter.Budget;
        string? indent = bound.IsNone(1) ? null : bound[1] as string ?? Spaces(bound.Integer(1), budget);
        (string itemSeparator, string keySeparator) = bound[2] switch
        {
            null => (indent is null ? ", " : ",", ": "),
            Sequence { Items: [string item, string key] } => (item, key),
            _ => throw new JinjaException("tojson(): separators must be a pair of strings"),
        };
        return new JsonText(budget, bound.Flag(0, false), indent, itemSeparator, keySeparator, bound.Flag(3, false)).Write(value);
    }

    private static string Spaces(int count, Budget budget)
    {
        budget.Text(Math.Max(0, count));
        return new string(' ', Math.Max(0, count));
    }
}
