namespace Refrain.Jinja.Syntax;

/// <summary>Reads expressions with jinja2's grammar and precedence, from conditional expressions down to unary operators.</summary>
internal sealed partial class ExpressionParser(TokenStream stream)
{
    private static readonly HashSet<string> Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    // Made once: a list of thousands of elements would make them for each.
    private Func<Expression>? readConditional,
        readOr,
        readConcatenation,
        readPower,
        readOperand;

    /// <summary>Every name read so far; a macro looks here for <c>varargs</c>, <c>kwargs</c> and <c>caller</c>.</summary>
    public HashSet<string> Names { get; set; } = [];

    /// <summary>
    /// Unknown filters and tests read so far, outside of branches: within one, jinja2 reports them only when they are reached.
    /// </summary>
    public List<JinjaException> Unknown { get; } = [];

    public Expression Read(bool allowsConditional = true) =>
        stream.Nested(allowsConditional ? readConditional ??= ReadConditional : readOr ??= ReadOr);

    /// <summary>An expression, or a tuple when commas follow.</summary>
    public Expression ReadTuple(bool allowsConditional = true, string? endName = null, bool inParentheses = false)
    {
        int line = stream.Current.Line;
        var items = new List<Expression>();
        bool isTuple = false;
        while (!AtTupleEnd(endName))
        {
            items.Add(Read(allowsConditional));
            if (!stream.Skip(","))
            {
                break;
            }

            isTuple = true;
        }

        if (isTuple || (items.Count == 0 && inParentheses))
        {
            return new ListLiteral(items, IsTuple: true, line);
        }

        return items.Count == 1 ? items[0] : throw stream.Error($"Expected an expression, got '{stream.Current.Description}'");
    }

    private bool AtTupleEnd(string? endName) =>
        stream.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd
        || stream.Current.Is(")")
        || (endName is not null && stream.Current.IsName(endName));

    private Expression ReadConditional()
    {
        int line = stream.Current.Line;
        int unknown = Unknown.Count;
        var value = ReadOr();
        while (stream.SkipName("if"))
        {
            var test = ReadOr();
            var otherwise = stream.SkipName("else") ? stream.Nested(ReadConditional) : null;
            value = new Conditional(test, value, otherwise, line);
            Unknown.RemoveRange(unknown, Unknown.Count - unknown);
        }

        return value;
    }

    private Expression ReadOr()
    {
        var left = ReadAnd();
        while (stream.Current.IsName("or"))
        {
            int line = stream.Take().Line;
            left = new Logical(IsAnd: false, left, ReadAnd(), line);
        }

        return left;
    }

    private Expression ReadAnd()
    {
        var left = ReadNot();
        while (stream.Current.IsName("and"))
        {
            int line = stream.Take().Line;
            left = new Logical(IsAnd: true, left, ReadNot(), line);
        }

        return left;
    }

    private Expression ReadNot()
    {
        if (!stream.Current.IsName("not"))
        {
            return ReadComparison();
        }

        int line = stream.Take().Line;
        return new Unary("not", stream.Nested(ReadNot), line);
    }

    private Expression ReadComparison()
    {
        int line = stream.Current.Line;
        var first = ReadSum();
        List<(string, Expression)>? rest = null;
        while (ComparisonHere() is { } text)
        {
            (rest ??= []).Add((text, ReadSum()));
        }

        return rest is null ? first : new Comparison(first, rest, line);
    }

    private string? ComparisonHere()
    {
        if (stream.Current.Kind == TokenKind.Operator && Comparisons.Contains(stream.Current.Text))
        {
            return stream.Take().Text;
        }

        if (stream.SkipName("in"))
        {
            return "in";
        }

        if (stream.Current.IsName("not") && stream.Ahead.IsName("in"))
        {
            stream.Take();
            stream.Take();
            return "not in";
        }

        return null;
    }

    private Expression ReadSum() => ReadLeft(readConcatenation ??= ReadConcatenation, "+", "-");

    private Expression ReadConcatenation()
    {
        int line = stream.Current.Line;
        var first = ReadProduct();
        if (!stream.Current.Is("~"))
        {
            return first;
        }

        var parts = new List<Expression> { first };
        while (stream.Skip("~"))
        {
            parts.Add(ReadProduct());
        }

        return new Concatenation(parts, line);
    }

    private Expression ReadProduct() => ReadLeft(readPower ??= ReadPower, "*", "/", "//", "%");

    private Expression ReadPower() => ReadLeft(readOperand ??= () => ReadUnary(takesFilters: true), "**");

    private Expression ReadLeft(Func<Expression> operand, params ReadOnlySpan<string> operators)
    {
        var left = operand();
        while (stream.Current.Kind == TokenKind.Operator && operators.Contains(stream.Current.Text))
        {
            var token = stream.Take();
            left = new Binary(token.Text, left, operand(), token.Line);
        }

        return left;
    }

    private Expression ReadUnary(bool takesFilters)
    {
        var token = stream.Current;
        Expression value;
        if (token.Is("-") || token.Is("+"))
        {
            stream.Take();
            value = new Unary(token.Text, stream.Nested(() => ReadUnary(takesFilters: false)), token.Line);
        }
        else
        {
            value = ReadPrimary();
        }

        value = ReadPostfix(value);
        return takesFilters ? ReadFiltersAndTests(value) : value;
    }
}
