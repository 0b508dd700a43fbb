namespace Refrain.Jinja.Syntax;

/// <summary>A piece of an expression; a closed set that the evaluator switches over.</summary>
internal abstract record Expression(int Line);

internal sealed record Constant(object? Value, int Line) : Expression(Line);

internal sealed record Name(string Text, int Line) : Expression(Line);

internal sealed record ListLiteral(IReadOnlyList<Expression> Items, bool IsTuple, int Line) : Expression(Line);

internal sealed record DictionaryLiteral(IReadOnlyList<(Expression Key, Expression Value)> Items, int Line) : Expression(Line);

internal sealed record Unary(string Operator, Expression Operand, int Line) : Expression(Line);

internal sealed record Binary(string Operator, Expression Left, Expression Right, int Line) : Expression(Line);

/// <summary><c>and</c> and <c>or</c>: the value of the operand that decided.</summary>
internal sealed record Logical(bool IsAnd, Expression Left, Expression Right, int Line) : Expression(Line);

internal sealed record Concatenation(IReadOnlyList<Expression> Parts, int Line) : Expression(Line);

/// <summary>A chain such as <c>a &lt; b &lt;= c</c>, each operand evaluated once.</summary>
internal sealed record Comparison(Expression First, IReadOnlyList<(string Operator, Expression Operand)> Rest, int Line) : Expression(Line);

/// <summary><c>a if test else b</c>; without <c>else</c> it is undefined when the test fails.</summary>
internal sealed record Conditional(Expression Test, Expression Then, Expression? Else, int Line) : Expression(Line);

internal sealed record AttributeOf(Expression Target, string Text, int Line) : Expression(Line);

internal sealed record Subscript(Expression Target, Expression Index, int Line) : Expression(Line);

/// <summary>The <c>start:stop:step</c> inside of a subscript.</summary>
internal sealed record Slice(Expression? Start, Expression? Stop, Expression? Step, int Line) : Expression(Line);

internal sealed record Call(Expression Target, ArgumentList Arguments, int Line) : Expression(Line);

/// <summary><c>value | name(arguments)</c>; a null operand stands for the text of a filter block.</summary>
internal sealed record Filter(Expression? Operand, string Text, ArgumentList Arguments, int Line) : Expression(Line);

internal sealed record Test(Expression Operand, string Text, ArgumentList Arguments, bool Negated, int Line) : Expression(Line);

/// <summary>What stands between a call's parentheses.</summary>
internal sealed record ArgumentList(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<(string Name, Expression Value)> Keywords,
    Expression? MorePositional,
    Expression? MoreKeywords
)
{
    public static readonly ArgumentList Empty = new([], [], null, null);
}
