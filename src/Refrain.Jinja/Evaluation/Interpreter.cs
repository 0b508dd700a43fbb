using Refrain.Jinja.Builtins;
using Refrain.Jinja.Syntax;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Evaluation;

/// <summary>Runs a template's statements; the other parts of this class evaluate expressions, loops and macros.</summary>
internal sealed partial class Interpreter
{
    private TextBuilder output;
    private Scope scope;

    public Interpreter(IReadOnlyDictionary<string, object?> variables, JinjaLimits limits)
    {
        Budget = new Budget(limits);
        this.output = new TextBuilder(Budget, limits.OutputCharacters, nameof(JinjaLimits.OutputCharacters));
        var globals = new Scope(null);
        Globals.AddTo(globals, this);
        this.scope = new Scope(globals);
        foreach (var (name, value) in variables)
        {
            this.scope.Set(name, JinjaValue.Inside(value, Budget));
        }
    }

    /// <summary>What a statement says about the loop around it.</summary>
    private enum Flow
    {
        Onward,
        Break,
        Continue,
    }

    public Budget Budget { get; }

    /// <summary>The line last worked on, for error messages.</summary>
    public int Line { get; private set; }

    public string Run(Block template)
    {
        Execute(template);
        return this.output.ToString();
    }

    private Flow Execute(Block block)
    {
        foreach (var statement in block.Statements)
        {
            var flow = Execute(statement);
            if (flow != Flow.Onward)
            {
                return flow;
            }
        }

        return Flow.Onward;
    }

    private Flow Execute(Statement statement)
    {
        Budget.Step();
        Budget.Enter();
        Line = statement.Line;
        var flow = Flow.Onward;
        switch (statement)
        {
            case Data data:
                this.output.Append(data.Text);
                break;
            case Output output:
                this.output.Append(Printing.Text(Evaluate(output.Value), Budget));
                break;
            case If branches:
                flow = Execute(Choose(branches));
                break;
            case For loop:
                RunLoop(loop);
                break;
            case Set set:
                Assign(set.Target, Evaluate(set.Value));
                break;
            case SetBlock set:
                Assign(set.Target, Filtered(Capture(set.Body, new Scope(this.scope)), set.Filter));
                break;
            case FilterBlock filter:
                this.output.Append(Printing.Text(Filtered(Capture(filter.Body, new Scope(this.scope)), filter.Filter), Budget));
                break;
            case Macro macro:
                this.scope.Set(macro.Text, MakeMacro(macro));
                break;
            case CallBlock call:
                this.output.Append(Printing.Text(EvaluateCall(call.Call, ("caller", MakeMacro(call.Body))), Budget));
                break;
            case With with:
                flow = RunWith(with);
                break;
            case Group group:
                flow = Within(new Scope(this.scope), group.Body);
                break;
            case Jump jump:
                flow = jump.IsBreak ? Flow.Break : Flow.Continue;
                break;
            case Unsupported unsupported:
                throw new JinjaException(unsupported.Problem);
            default:
                throw new InvalidOperationException($"statement {statement.GetType()}");
        }

        Budget.Leave();
        return flow;
    }

    private Block Choose(If branches)
    {
        foreach (var (test, body, line) in branches.Branches)
        {
            Line = line;
            if (Truth.Of(Evaluate(test)))
            {
                return body;
            }
        }

        return branches.Else;
    }

    private Flow RunWith(With with)
    {
        // The values do not see each other: they belong to the block around.
        var scope = new Scope(this.scope);
        var values = with.Assignments.Select(assignment => Evaluate(assignment.Value)).ToArray();
        var outer = this.scope;
        this.scope = scope;
        for (int i = 0; i < values.Length; i++)
        {
            Assign(with.Assignments[i].Target, values[i]);
        }

        this.scope = outer;
        return Within(scope, with.Body);
    }

    private Flow Within(Scope scope, Block body)
    {
        var outer = this.scope;
        this.scope = scope;
        var flow = Execute(body);
        this.scope = outer;
        return flow;
    }

    /// <summary>The text a body renders to.</summary>
    private string Capture(Block body, Scope scope)
    {
        var outer = this.output;
        this.output = new TextBuilder(Budget);
        Within(scope, body);
        string text = this.output.ToString();
        this.output = outer;
        return text;
    }

    // A loop: a template may chain thousands of filters, and each recursion would take its share of the stack.
    private object? Filtered(object? text, Filter? filter)
    {
        var chain = new Stack<Filter>();
        for (var outer = filter; outer is not null; outer = outer.Operand as Filter)
        {
            chain.Push(outer);
        }

        foreach (var inner in chain)
        {
            text = FilterTable.Apply(inner.Text, this, text, Evaluate(inner.Arguments));
        }

        return text;
    }

    private void Assign(Target target, object? value)
    {
        Budget.Step();
        switch (target)
        {
            case NameTarget name:
                this.scope.Set(name.Text, value);
                break;
            case NamespaceTarget member:
                var space =
                    this.scope.TryGet(member.Text, out object? found) && found is Namespace already
                        ? already
                        : throw new JinjaException("cannot assign attribute on non-namespace object");
                Budget.Allocate(48);
                space.Members[member.Member] = value;
                break;
            case TupleTarget tuple:
                var items = value is Undefined undefined ? throw undefined.Error() : Iteration.Over(value, Budget);
                if (items.Count != tuple.Items.Count)
                {
                    string problem = items.Count > tuple.Items.Count ? "too many" : "not enough";
                    throw new JinjaException($"{problem} values to unpack (expected {tuple.Items.Count}, got {items.Count})");
                }

                for (int i = 0; i < items.Count; i++)
                {
                    Assign(tuple.Items[i], items[i]);
                }

                break;
            default:
                throw new InvalidOperationException($"target {target.GetType()}");
        }
    }
}
