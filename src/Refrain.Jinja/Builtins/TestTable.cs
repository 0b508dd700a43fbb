using System.Numerics;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>All tests (<c>value is name</c>) by name.</summary>
internal static class TestTable
{
    private delegate bool TestFunction(Interpreter interpreter, object? value, Arguments arguments);

    private static readonly Dictionary<string, TestFunction> Tests = new(StringComparer.Ordinal)
    {
        ["defined"] = Plain("defined", value => value is not Undefined),
        ["undefined"] = Plain("undefined", value => value is Undefined),
        ["none"] = Plain("none", value => value is null),
        ["boolean"] = Plain("boolean", value => value is bool),
        ["true"] = Plain("true", value => value is true),
        ["false"] = Plain("false", value => value is false),
        ["integer"] = Plain("integer", value => value is long or BigInteger),
        ["float"] = Plain("float", value => value is double),
        ["number"] = Plain("number", Numbers.IsNumber),
        ["string"] = Plain("string", value => value is string),
        ["mapping"] = Plain("mapping", value => value is Mapping),
        ["sequence"] = Plain("sequence", value => value is string or Mapping or Undefined or Sequence { IsIndexed: true }),
        ["iterable"] = Plain("iterable", Iteration.IsIterable),
        ["callable"] = Plain("callable", value => value is Callable or Undefined or Members { Call: not null }),
        ["odd"] = (interpreter, value, arguments) => IsParity("odd", interpreter, value, arguments, 1),
        ["even"] = (interpreter, value, arguments) => IsParity("even", interpreter, value, arguments, 0),
        ["escaped"] = Plain("escaped", _ => false),
        ["upper"] = (interpreter, value, arguments) => IsCase("upper", interpreter, value, arguments, CharacterTests.IsUpper),
        ["lower"] = (interpreter, value, arguments) => IsCase("lower", interpreter, value, arguments, CharacterTests.IsLower),
        ["filter"] = Plain("filter", value => value is string name && FilterTable.Contains(name)),
        ["test"] = Plain("test", value => value is string name && Contains(name)),
        ["divisibleby"] = (interpreter, value, arguments) =>
            Remainder(value, arguments.Bind("divisibleby", 1, "num")[0], interpreter.Budget) is 0L or 0.0,
        ["sameas"] = (_, value, arguments) => IsSame(value, arguments.Bind("sameas", 1, "other")[0]),
        ["in"] = (interpreter, value, arguments) => Iteration.Contains(arguments.Bind("in", 1, "seq")[0], value, interpreter.Budget),
        ["=="] = Compare("==", "eq"),
        ["eq"] = Compare("==", "eq"),
        ["equalto"] = Compare("==", "equalto"),
        ["!="] = Compare("!=", "ne"),
        ["ne"] = Compare("!=", "ne"),
        [">"] = Compare(">", "gt"),
        ["gt"] = Compare(">", "gt"),
        ["greaterthan"] = Compare(">", "greaterthan"),
        [">="] = Compare(">=", "ge"),
        ["ge"] = Compare(">=", "ge"),
        ["<"] = Compare("<", "lt"),
        ["lt"] = Compare("<", "lt"),
        ["lessthan"] = Compare("<", "lessthan"),
        ["<="] = Compare("<=", "le"),
        ["le"] = Compare("<=", "le"),
    };

    public static bool Contains(string name) => Tests.ContainsKey(name);

    public static bool Apply(string name, Interpreter interpreter, object? value, Arguments arguments) =>
        Tests.TryGetValue(name, out var test)
            ? test(interpreter, value, arguments)
            : throw new JinjaException($"No test named '{Shown.Of(name)}'.");

    private static TestFunction Plain(string name, Func<object?, bool> test) =>
        (_, value, arguments) =>
        {
            arguments.Bind(name, 0);
            return test(value);
        };

    private static TestFunction Compare(string sign, string name) =>
        (interpreter, value, arguments) => Operators.Compare(sign, value, arguments.Bind(name, 1, "other")[0], interpreter.Budget);

    private static bool IsParity(string name, Interpreter interpreter, object? value, Arguments arguments, double parity)
    {
        arguments.Bind(name, 0);
        return Numbers.Float(Remainder(value, 2L, interpreter.Budget)) == parity;
    }

    private static object? Remainder(object? value, object? divisor, Budget budget) =>
        value is string ? throw new JinjaException("a number is required, not 'str'") : Arithmetic.Apply("%", value, divisor, budget);

    private static bool IsCase(string name, Interpreter interpreter, object? value, Arguments arguments, Func<string, bool> test)
    {
        arguments.Bind(name, 0);
        string text = Printing.Text(value, interpreter.Budget);
        interpreter.Budget.Work(text.Length * 4L);
        return test(text);
    }

    /// <summary>
    /// Identity. Values that Python interns, and numbers and strings, which templates cannot tell apart otherwise, by value.
    /// </summary>
    private static bool IsSame(object? value, object? other) =>
        ReferenceEquals(value, other)
        || (value, other) switch
        {
            (bool a, bool b) => a == b,
            (long a, long b) => a == b,
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            _ => false,
        };
}
