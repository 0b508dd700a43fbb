namespace Refrain.Jinja.Syntax;

/// <summary>A piece of a template; a closed set that the renderer switches over.</summary>
internal abstract record Statement(int Line);

internal sealed record Data(string Text, int Line) : Statement(Line);

internal sealed record Output(Expression Value, int Line) : Statement(Line);

/// <summary>The branches of <c>if</c> and every <c>elif</c>, in order, then <c>else</c>.</summary>
internal sealed record If(IReadOnlyList<(Expression Test, Block Body, int Line)> Branches, Block Else, int Line) : Statement(Line);

internal sealed record For(Target Target, Expression Items, Expression? Where, bool IsRecursive, Block Body, Block Else, int Line)
    : Statement(Line);

internal sealed record Set(Target Target, Expression Value, int Line) : Statement(Line);

/// <summary><c>{% set x %}…{% endset %}</c>; the filter's innermost operand is null and stands for the text.</summary>
internal sealed record SetBlock(Target Target, Filter? Filter, Block Body, int Line) : Statement(Line);

internal sealed record Macro(string Text, IReadOnlyList<Parameter> Parameters, Block Body, int Line) : Statement(Line)
{
    /// <summary>True when the body takes surplus positional arguments through <c>varargs</c>.</summary>
    public bool UsesMorePositional { get; init; }

    /// <summary>True when the body takes surplus keyword arguments through <c>kwargs</c>.</summary>
    public bool UsesMoreKeywords { get; init; }

    /// <summary>True when the body calls <c>caller</c>.</summary>
    public bool UsesCaller { get; init; }
}

/// <summary><c>{% call macro() %}…{% endcall %}</c>: the body is handed to the macro as <c>caller</c>.</summary>
internal sealed record CallBlock(Call Call, Macro Body, int Line) : Statement(Line);

internal sealed record FilterBlock(Filter Filter, Block Body, int Line) : Statement(Line);

/// <summary>A body with its own names: <c>with</c>, <c>block</c>.</summary>
internal sealed record With(IReadOnlyList<(Target Target, Expression Value)> Assignments, Block Body, int Line) : Statement(Line);

/// <summary>A body that is only text to us: <c>generation</c>, <c>autoescape false</c>.</summary>
internal sealed record Group(Block Body, int Line) : Statement(Line);

internal sealed record Jump(bool IsBreak, int Line) : Statement(Line);

/// <summary>A tag that is read but cannot work here, such as <c>include</c>: an error when it is reached.</summary>
internal sealed record Unsupported(string Problem, int Line) : Statement(Line);

internal sealed record Block(IReadOnlyList<Statement> Statements)
{
    public static readonly Block Empty = new([]);
}

/// <summary>What an assignment writes to.</summary>
internal abstract record Target(int Line);

internal sealed record NameTarget(string Text, int Line) : Target(Line);

internal sealed record NamespaceTarget(string Text, string Member, int Line) : Target(Line);

internal sealed record TupleTarget(IReadOnlyList<Target> Items, int Line) : Target(Line);

/// <summary>A macro's parameter.</summary>
internal sealed record Parameter(string Text, Expression? Default);
