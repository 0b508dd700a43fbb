using System.Numerics;

namespace Refrain.Jinja.Values;

/// <summary>The closed set of a template's values, by Python's names for them.</summary>
internal static class TypeNames
{
    public static string Of(object? value) =>
        value switch
        {
            null => "NoneType",
            bool => "bool",
            long or BigInteger => "int",
            double => "float",
            string => "str",
            Mapping => "dict",
            Sequence sequence => sequence.Kind switch
            {
                SequenceKind.List => "list",
                SequenceKind.Tuple => "tuple",
                SequenceKind.Range => "range",
                SequenceKind.Keys => "dict_keys",
                SequenceKind.Values => "dict_values",
                SequenceKind.Items => "dict_items",
                _ => "generator",
            },
            Undefined => "Undefined",
            Namespace => "Namespace",
            Callable callable => callable.Type,
            Members members => members.Type,
            _ => throw new InvalidOperationException($"a value of type {value.GetType()} got into a template"),
        };
}
