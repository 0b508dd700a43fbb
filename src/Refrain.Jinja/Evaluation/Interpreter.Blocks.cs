using Refrain.Jinja.Syntax;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Evaluation;

/// <summary>Loops and macros.</summary>
internal sealed partial class Interpreter
{
    private void RunLoop(For loop) => RunLoop(loop, Evaluate(loop.Items), 0, this.scope);

    private void RunLoop(For statement, object? items, int depth, Scope around)
    {
        var recursion = statement.IsRecursive ? Recursion(statement, depth + 1, around) : null;
        var loop = new Loop(Iteration.Over(items, Budget), Condition(statement, around), depth, recursion, Budget);
        var scope = new Scope(around);
        bool isComplete = false;
        while (loop.Next(out object? item))
        {
            scope = scope.Again();
            var outer = this.scope;
            this.scope = scope;
            Assign(statement.Target, item);
            scope.Set("loop", loop.Variable);
            var flow = Execute(statement.Body);
            this.scope = outer;
            // As in jinja2, a round that ends with "continue" or "break" does not keep the "else" from running.
            isComplete |= flow == Flow.Onward;
            if (flow == Flow.Break)
            {
                break;
            }
        }

        if (!isComplete)
        {
            Within(new Scope(around), statement.Else);
        }
    }

    /// <summary>The loop's <c>if</c>, which sees the element but not <c>loop</c>.</summary>
    private Func<object?, bool> Condition(For statement, Scope around)
    {
        if (statement.Where is not { } where)
        {
            return _ => true;
        }

        var scope = new Scope(around);
        return item =>
        {
            scope = scope.Again();
            var outer = this.scope;
            this.scope = scope;
            Assign(statement.Target, item);
            bool accepts = Truth.Of(Evaluate(where));
            this.scope = outer;
            return accepts;
        };
    }

    /// <summary>What <c>loop(items)</c> does in a recursive loop: the text of the same loop over other items.</summary>
    private Callable Recursion(For statement, int depth, Scope around) => new("loop", arguments =>
        {
            Budget.Enter();
            object? items = arguments.Bind("loop", 1, "iterable")[0];
            var outer = output;
            output = new TextBuilder(Budget);
            RunLoop(statement, items, depth, around);
            string text = output.ToString();
            output = outer;
            Budget.Leave();
            return text;
        });

    private Callable MakeMacro(Macro macro)
    {
        var around = this.scope;
        around.Capture();
        return new Callable(macro.Text, arguments => Invoke(macro, around, arguments), "Macro");
    }

    private string Invoke(Macro macro, Scope around, Arguments arguments)
    {
        Budget.Enter();
        var scope = new Scope(around);
        var keywords = arguments.Keywords.ToList();
        var parameters = macro.Parameters;
        var given = parameters.Select((parameter, i) => Given(macro, parameter, i, arguments.Positional, keywords)).ToList();
        AddSpecials(macro, scope, arguments.Positional, keywords);
        var outer = this.scope;
        this.scope = scope;
        for (int i = 0; i < parameters.Count; i++)
        {
            scope.Set(
                parameters[i].Text,
                given[i] is { } value ? value.Value
                    : parameters[i].Default is { } fallback ? Evaluate(fallback)
                    : new Undefined($"parameter '{parameters[i].Text}' was not provided")
            );
        }

        string text = Capture(macro.Body, scope);
        this.scope = outer;
        Budget.Leave();
        return text;
    }

    private readonly record struct GivenValue(object? Value);

    /// <summary>The value a call gives to a parameter, null when it gives none; takes it out of <paramref name="keywords"/>.</summary>
    private static GivenValue? Given(
        Macro macro,
        Parameter parameter,
        int index,
        IReadOnlyList<object?> positional,
        List<(string Name, object? Value)> keywords
    )
    {
        int keyword = keywords.FindIndex(candidate => candidate.Name == parameter.Text);
        if (index < positional.Count)
        {
            return keyword < 0
                ? new GivenValue(positional[index])
                : throw new JinjaException($"macro '{macro.Text}' got multiple values for argument '{parameter.Text}'");
        }

        if (keyword < 0)
        {
            return null;
        }

        object? value = keywords[keyword].Value;
        keywords.RemoveAt(keyword);
        return new GivenValue(value);
    }

    /// <summary><c>caller</c>, <c>kwargs</c> and <c>varargs</c>, as far as the body uses them; what is left over is an error.</summary>
    private void AddSpecials(Macro macro, Scope scope, IReadOnlyList<object?> positional, List<(string Name, object? Value)> keywords)
    {
        if (macro.UsesCaller)
        {
            int caller = keywords.FindIndex(keyword => keyword.Name == "caller");
            scope.Set("caller", caller < 0 ? new Undefined("No caller defined") : keywords[caller].Value);
            keywords.RemoveAll(keyword => keyword.Name == "caller");
        }

        if (macro.UsesMoreKeywords)
        {
            var more = new Mapping(Budget);
            keywords.ForEach(keyword => more.Put(keyword.Name, keyword.Value));
            scope.Set("kwargs", more);
        }
        else if (keywords is [var (name, _), ..])
        {
            throw new JinjaException($"macro '{macro.Text}' takes no keyword argument '{Shown.Of(name)}'");
        }

        if (macro.UsesMorePositional)
        {
            scope.Set("varargs", Sequence.Tuple([.. positional.Skip(macro.Parameters.Count)]));
        }
        else if (positional.Count > macro.Parameters.Count)
        {
            throw new JinjaException($"macro '{macro.Text}' takes not more than {macro.Parameters.Count} argument(s)");
        }
    }
}
