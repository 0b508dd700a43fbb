using Refrain.Jinja.Builtins;
using Refrain.Jinja.Syntax;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Evaluation;

/// <summary>Expressions.</summary>
internal sealed partial class Interpreter
{
    private object? Evaluate(Expression expression)
    {
        Budget.Step();
        Budget.Enter();
        Line = expression.Line;
        object? value = expression switch
        {
            Constant constant => constant.Value,
            Name name => scope.TryGet(name.Text, out object? found) ? found : Undefined.Name(name.Text),
            AttributeOf member => Access.Member(Evaluate(member.Target), member.Text, Budget),
            Subscript { Index: Slice slice } subscript => Sliced(Evaluate(subscript.Target), slice),
            Subscript subscript => Access.Element(Evaluate(subscript.Target), Evaluate(subscript.Index), Budget),
            Call call => EvaluateCall(call, null),
            Filter filter => FilterTable.Apply(filter.Text, this, Evaluate(filter.Operand!), Evaluate(filter.Arguments)),
            Test test => TestTable.Apply(test.Text, this, Evaluate(test.Operand), Evaluate(test.Arguments)) != test.Negated,
            Logical logical => Truth.Of(Evaluate(logical.Left), out object? left) == logical.IsAnd ? Evaluate(logical.Right) : left,
            Unary unary => Apply(unary.Operator, Evaluate(unary.Operand)),
            Binary binary => Arithmetic.Apply(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right), Budget),
            Concatenation concatenation => Concatenated(concatenation),
            Comparison comparison => Compared(comparison),
            Conditional conditional => Truth.Of(Evaluate(conditional.Test)) ? Evaluate(conditional.Then)
            : conditional.Else is { } otherwise ? Evaluate(otherwise)
            : new Undefined("the inline if-expression evaluated to false and no else section was defined."),
            ListLiteral list => new Sequence(list.IsTuple ? SequenceKind.Tuple : SequenceKind.List, EvaluateAll(list.Items)),
            DictionaryLiteral dictionary => MakeMapping(dictionary),
            Slice => throw new JinjaException("a slice can only stand alone between square brackets"),
            _ => throw new InvalidOperationException($"expression {expression.GetType()}"),
        };
        Budget.Leave();
        return value;
    }

    private List<object?> EvaluateAll(IReadOnlyList<Expression> expressions)
    {
        Budget.List(expressions.Count);
        var values = new List<object?>(expressions.Count);
        foreach (var expression in expressions)
        {
            values.Add(Evaluate(expression));
        }

        return values;
    }

    private Mapping MakeMapping(DictionaryLiteral literal)
    {
        var mapping = new Mapping(Budget);
        foreach (var (key, value) in literal.Items)
        {
            mapping.Put(Evaluate(key), Evaluate(value));
        }

        return mapping;
    }

    private object? Sliced(object? value, Slice slice)
    {
        object? start = slice.Start is null ? null : Evaluate(slice.Start);
        object? stop = slice.Stop is null ? null : Evaluate(slice.Stop);
        object? step = slice.Step is null ? null : Evaluate(slice.Step);
        return value is Undefined undefined ? throw undefined.Error() : Slicing.Of(value, start, stop, step, Budget);
    }

    private static object? Apply(string sign, object? value) =>
        sign switch
        {
            "not" => !Truth.Of(value),
            "-" => Arithmetic.Negate(value),
            _ => Arithmetic.Plus(value),
        };

    private string Concatenated(Concatenation concatenation)
    {
        string[] parts = new string[concatenation.Parts.Count];
        long length = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Printing.Text(Evaluate(concatenation.Parts[i]), Budget);
            length += parts[i].Length;
        }

        Budget.Text(length);
        return string.Concat(parts);
    }

    private bool Compared(Comparison comparison)
    {
        object? left = Evaluate(comparison.First);
        foreach (var (sign, operand) in comparison.Rest)
        {
            object? right = Evaluate(operand);
            if (!Operators.Compare(sign, left, right, Budget))
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private Arguments Evaluate(ArgumentList list)
    {
        if (ReferenceEquals(list, ArgumentList.Empty))
        {
            return Arguments.None;
        }

        var positional = EvaluateAll(list.Positional);
        if (list.MorePositional is not null)
        {
            var more = Iteration.Over(Evaluate(list.MorePositional), Budget);
            Budget.List(more.Count);
            positional.AddRange(more);
        }

        var keywords = list.Keywords.Select(keyword => (keyword.Name, Evaluate(keyword.Value))).ToList();
        if (list.MoreKeywords is not null)
        {
            var more = Evaluate(list.MoreKeywords) as Mapping ?? throw new JinjaException("argument after ** must be a mapping");
            Budget.List(more.Count);
            keywords.AddRange(
                more.Items.Select(item => (item.Key as string ?? throw new JinjaException("keywords must be strings"), item.Value))
            );
        }

        return new Arguments(positional, keywords);
    }

    private object? EvaluateCall(Call call, (string, object?)? extra)
    {
        object? target = Evaluate(call.Target);
        var arguments = Evaluate(call.Arguments);
        if (extra is { } keyword)
        {
            arguments = arguments with { Keywords = [.. arguments.Keywords, keyword] };
        }

        Line = call.Line;
        Budget.Call();
        return target switch
        {
            Callable callable => callable.Invoke(arguments),
            Members { Call: { } callable } => callable.Invoke(arguments),
            Undefined undefined => throw undefined.Error(),
            _ => throw new JinjaException($"'{TypeNames.Of(target)}' object is not callable"),
        };
    }
}
