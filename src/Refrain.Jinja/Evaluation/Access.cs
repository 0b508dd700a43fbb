using System.Numerics;
using Refrain.Jinja.Builtins;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Evaluation;

/// <summary>
/// Members and elements of values: the one gate through which templates reach into a value. There is no reflection; a member is a
/// key of a mapping, a name in one of the method tables, or nothing.
/// </summary>
internal static class Access
{
    /// <summary>What would change a list or mapping; jinja2's immutable sandbox refuses them, and so do we.</summary>
    private static readonly HashSet<string> Mutating =
    [
        "append",
        "clear",
        "pop",
        "reverse",
        "insert",
        "sort",
        "extend",
        "remove",
        "popitem",
        "setdefault",
        "update",
    ];

    /// <summary><c>value.name</c>: a method before a key.</summary>
    public static object? Member(object? value, string name, Budget budget)
    {
        if (value is Undefined undefined)
        {
            throw undefined.Error();
        }

        bool isPrivate = name.StartsWith('_');
        if (isPrivate && (value is not Mapping || name.StartsWith("__", StringComparison.Ordinal)))
        {
            return Undefined.Unsafe(value, name);
        }

        if (!isPrivate && Method(value, name, budget) is { } method)
        {
            return method;
        }

        return value switch
        {
            Mapping mapping when mapping.TryGet(name, out object? item) => item,
            Namespace space when space.Members.TryGetValue(name, out object? item) => item,
            Members members when members.TryGet(name, out object? item) => item,
            Sequence sequence when sequence.Names.Contains(name) => sequence.Items[sequence.Names.ToList().IndexOf(name)],
            _ => Undefined.Member(value, name),
        };
    }

    /// <summary><c>value[index]</c>: an element before a member.</summary>
    public static object? Element(object? value, object? index, Budget budget)
    {
        switch (value)
        {
            case Undefined undefined:
                throw undefined.Error();
            case Mapping mapping when mapping.TryGet(index is Undefined ? "" : index, out object? item) && index is not Undefined:
                return item;
            case Sequence { IsIndexed: true } sequence when Position(index, sequence.Items.Count) is { } at:
                return at < 0 ? Undefined.Element(value, index) : sequence.Items[at];
            case string text when Numbers.IsInteger(index):
                budget.Work(text.Length);
                return Position(index, CodePoints.Count(text)) is { } position and >= 0
                    ? CodePoints.Pick(text, position, 1, 1, budget)
                    : Undefined.Element(value, index);
            default:
                return index is string name ? Member(value, name, budget) : Undefined.Element(value, Printing.Text(index, budget));
        }
    }

    /// <summary>The position an integer index names, -1 when it lies outside, null when it is no integer.</summary>
    private static int? Position(object? index, int count)
    {
        if (!Numbers.IsInteger(index))
        {
            return null;
        }

        var position = Numbers.Integer(index);
        position += position.Sign < 0 ? count : BigInteger.Zero;
        return position < 0 || position >= count ? -1 : (int)position;
    }

    private static object? Method(object? value, string name, Budget budget)
    {
        if (value is Sequence { Kind: SequenceKind.List } or Mapping && Mutating.Contains(name) && IsMutatorOf(value, name))
        {
            return Undefined.Unsafe(value, name);
        }

        return value switch
        {
            string text => StringMethods.Bind(text, name, budget),
            Mapping mapping => CollectionMethods.Bind(mapping, name, budget),
            Sequence sequence => CollectionMethods.Bind(sequence, name, budget),
            _ => null,
        };
    }

    private static bool IsMutatorOf(object? value, string name) =>
        value is Mapping
            ? name is "clear" or "pop" or "popitem" or "setdefault" or "update"
            : name is not ("popitem" or "setdefault" or "update");
}
