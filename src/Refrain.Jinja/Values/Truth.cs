using System.Numerics;

namespace Refrain.Jinja.Values;

/// <summary>Python's truth of a value: empty and zero are false.</summary>
internal static class Truth
{
    public static bool Of(object? value) =>
        value switch
        {
            null or Undefined => false,
            bool flag => flag,
            long number => number != 0,
            BigInteger number => !number.IsZero,
            double number => number != 0,
            string text => text.Length > 0,
            Sequence sequence => sequence.Kind == SequenceKind.Iterator || sequence.Items.Count > 0,
            Mapping mapping => mapping.Count > 0,
            _ => true,
        };

    /// <summary>The truth of a value that is needed itself, too.</summary>
    public static bool Of(object? value, out object? same)
    {
        same = value;
        return Of(value);
    }
}
