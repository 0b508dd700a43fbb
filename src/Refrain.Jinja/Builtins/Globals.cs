using System.Numerics;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>The functions every template finds: jinja2's own, and those that transformers adds.</summary>
internal static class Globals
{
    public static void AddTo(Scope scope, Interpreter interpreter)
    {
        var budget = interpreter.Budget;
        void Add(string name, Func<Arguments, object?> function) => scope.Set(name, new Callable(name, function));
        Add("range", arguments => Range(arguments, budget));
        Add("dict", arguments => Dictionary(arguments, budget));
        Add("namespace", arguments => Space(arguments, budget));
        Add("cycler", Cycler);
        Add("joiner", Joiner);
        Add("raise_exception", arguments =>
            throw new JinjaException(Printing.Text(arguments.Bind("raise_exception", 1, "message")[0], budget)) { RaisedByTemplate = true }
        );
        Add("strftime_now", arguments => TimeText.Format(arguments.Bind("strftime_now", 1, "format").Text(0), budget));
    }

    private static Sequence Range(Arguments arguments, Budget budget)
    {
        var bound = arguments.Bind("range", 1, "start", "stop", "step");
        BigInteger Number(int index) =>
            bound[index] is Undefined undefined ? throw undefined.Error()
            : bound[index] is double ? throw new JinjaException("'float' object cannot be interpreted as an integer")
            : Numbers.Integer(bound[index]);
        var start = bound.Has(1) ? Number(0) : 0;
        var stop = bound.Has(1) ? Number(1) : Number(0);
        var step = bound.Has(2) ? Number(2) : 1;
        if (step.IsZero)
        {
            throw new JinjaException("range() arg 3 must not be zero");
        }

        var distance = step.Sign > 0 ? stop - start : start - stop;
        var count = distance.Sign <= 0 ? 0 : ((distance - 1) / BigInteger.Abs(step)) + 1;
        if (count > budget.Limits.Elements)
        {
            throw new JinjaException($"Range too big. The sandbox blocks ranges larger than {budget.Limits.Elements}.");
        }

        bool fits = new[] { start, stop, step }.All(number => BigInteger.Abs(number) < long.MaxValue / 2);
        return fits
            ? new Sequence(SequenceKind.Range, new RangeItems((long)start, (long)stop, (long)step, (int)count))
            : throw new JinjaException("range(): integer overflow");
    }

    private static Mapping Dictionary(Arguments arguments, Budget budget)
    {
        var mapping = new Mapping(budget);
        Fill(arguments, "dict", budget, mapping.Put);
        return mapping;
    }

    private static Namespace Space(Arguments arguments, Budget budget)
    {
        var space = new Namespace();
        Fill(arguments, "namespace", budget, (key, value) =>
        {
            budget.Element(space.Members.Count);
            space.Members[key as string ?? throw new JinjaException("namespace(): names must be strings")] = value;
        });
        return space;
    }

    /// <summary>From a mapping or pairs, then from keywords.</summary>
    private static void Fill(Arguments arguments, string function, Budget budget, Action<object?, object?> put)
    {
        var positional = (arguments with { Keywords = [] }).Bind(function, 0, "source");
        if (positional[0] is Mapping source)
        {
            foreach (var (key, value) in source.Items)
            {
                put(key, value);
            }
        }
        else if (positional.Has(0))
        {
            foreach (object? pair in Iteration.Over(positional[0], budget))
            {
                var items = Iteration.Over(pair, budget);
                put(items.Count == 2 ? items[0] : throw new JinjaException($"{function}(): every element must be a pair"), items[1]);
            }
        }

        foreach (var (name, value) in arguments.Keywords)
        {
            put(name, value);
        }
    }

    private static Members Cycler(Arguments arguments)
    {
        var items = arguments.Positional;
        if (items.Count == 0)
        {
            throw new JinjaException("at least one item has to be provided");
        }

        int position = 0;
        object? Next()
        {
            object? current = items[position];
            position = (position + 1) % items.Count;
            return current;
        }

        return new Members("Cycler", name => name switch
            {
                "next" => (true, new Callable("next", _ => Next())),
                "current" => (true, items[position]),
                "reset" => (true, new Callable("reset", _ =>
                    {
                        position = 0;
                        return null;
                    })),
                _ => (false, null),
            });
    }

    private static Members Joiner(Arguments arguments)
    {
        object? separator = arguments.Bind("joiner", 0, "sep").Or(0, ", ");
        bool isUsed = false;
        return new Members("Joiner", _ => (false, null)) { Call = new Callable("joiner", _ =>
            {
                object? text = isUsed ? separator : "";
                isUsed = true;
                return text;
            }) };
    }
}
