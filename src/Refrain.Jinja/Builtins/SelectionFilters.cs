using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary><c>map</c>, <c>select</c> and their like, whose arguments name a filter, a test or a member.</summary>
internal static class SelectionFilters
{
    public static readonly Dictionary<string, FilterFunction> All = new()
    {
        ["map"] = Map,
        ["select"] = (interpreter, value, arguments) => Choose("select", interpreter, value, arguments, byAttribute: false, keeps: true),
        ["reject"] = (interpreter, value, arguments) => Choose("reject", interpreter, value, arguments, byAttribute: false, keeps: false),
        ["selectattr"] = (interpreter, value, arguments) =>
            Choose("selectattr", interpreter, value, arguments, byAttribute: true, keeps: true),
        ["rejectattr"] = (interpreter, value, arguments) =>
            Choose("rejectattr", interpreter, value, arguments, byAttribute: true, keeps: false),
    };

    private static object Map(Interpreter interpreter, object? value, Arguments arguments)
    {
        Func<object?, object?> map;
        if (arguments.Positional.Count == 0)
        {
            var bound = (arguments with { Positional = [] }).Bind("map", 0, "attribute", "default");
            map = bound.Has(0)
                ? Attributes.Getter(bound[0], interpreter.Budget, bound[1])
                : throw new JinjaException("map requires a filter argument");
        }
        else
        {
            string name = Name(arguments.Positional[0], "map");
            interpreter.Budget.List(arguments.Positional.Count);
            var rest = new Arguments([.. arguments.Positional.Skip(1)], arguments.Keywords);
            map = item => FilterTable.Apply(name, interpreter, item, rest);
        }

        // Whatever counts as false has no elements here, even a number, as jinja2 has it.
        var items = Truth.Of(value) ? Iteration.Over(value, interpreter.Budget) : [];
        interpreter.Budget.List(items.Count);
        var mapped = new List<object?>(items.Count);
        foreach (object? item in items)
        {
            interpreter.Budget.Step();
            mapped.Add(map(item));
        }

        return Sequence.Iterator(mapped);
    }

    private static object Choose(string filter, Interpreter interpreter, object? value, Arguments arguments, bool byAttribute, bool keeps)
    {
        int skipped = byAttribute ? 1 : 0;
        if (arguments.Positional.Count < skipped)
        {
            throw new JinjaException($"Missing parameter for attribute name in {filter}()");
        }

        var getter = byAttribute ? Attributes.Getter(arguments.Positional[0], interpreter.Budget) : item => item;
        Func<object?, bool> test = Truth.Of;
        if (arguments.Positional.Count > skipped)
        {
            string name = Name(arguments.Positional[skipped], filter);
            interpreter.Budget.List(arguments.Positional.Count);
            var rest = new Arguments([.. arguments.Positional.Skip(skipped + 1)], arguments.Keywords);
            test = item => TestTable.Apply(name, interpreter, item, rest);
        }

        // Whatever counts as false has no elements here, even a number, as jinja2 has it.
        var items = Truth.Of(value) ? Iteration.Over(value, interpreter.Budget) : [];
        var chosen = new List<object?>();
        foreach (object? item in items)
        {
            interpreter.Budget.Element(chosen.Count);
            if (test(getter(item)) == keeps)
            {
                chosen.Add(item);
            }
        }

        return Sequence.Iterator(chosen);
    }

    private static string Name(object? value, string filter) =>
        value as string
        ?? throw new JinjaException($"{filter}(): the name of a filter or test must be a string, not '{TypeNames.Of(value)}'");
}
