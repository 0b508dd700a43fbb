using System.Numerics;

namespace Refrain.Jinja.Values;

/// <summary>A builtin's arguments, each by its position in the parameter list.</summary>
internal sealed class Bound(string function, string[] parameters, object?[] values, bool[] given)
{
    public object? this[int index] => values[index];

    public bool Has(int index) => given[index];

    public object? Or(int index, object? fallback) => given[index] ? values[index] : fallback;

    /// <summary>True when the argument is missing or <c>None</c>.</summary>
    public bool IsNone(int index) => !given[index] || values[index] is null;

    public bool Flag(int index, bool fallback) => given[index] ? Truth.Of(values[index]) : fallback;

    public string Text(int index, string fallback) => given[index] ? Text(index) : fallback;

    public string Text(int index) => values[index] as string ?? throw Wrong(index, "a string");

    /// <summary>A count or width, brought into the range of <see cref="int"/>: what lies beyond is beyond every limit, too.</summary>
    public int Integer(int index, int fallback) => given[index] ? Integer(index) : fallback;

    public int Integer(int index) =>
        values[index] switch
        {
            bool flag => flag ? 1 : 0,
            long number => (int)Math.Clamp(number, int.MinValue + 1, int.MaxValue),
            BigInteger number => number.Sign < 0 ? int.MinValue + 1 : int.MaxValue,
            _ => throw Wrong(index, "an integer"),
        };

    private JinjaException Wrong(int index, string expected) =>
        values[index] is Undefined undefined
            ? undefined.Error()
            : new JinjaException($"{function}(): {parameters[index]} must be {expected}, not '{TypeNames.Of(values[index])}'");
}
