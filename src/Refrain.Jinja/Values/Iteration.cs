using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>What going through a value gives, and how long that is.</summary>
internal static class Iteration
{
    /// <summary>The elements of a list, the code points of a string, the keys of a mapping; an undefined has none.</summary>
    public static IReadOnlyList<object?> Over(object? value, Budget budget) =>
        value switch
        {
            Sequence sequence => sequence.Take(),
            string text => CodePoints.Split(text, budget),
            Mapping mapping => Copy(mapping.Keys, mapping.Count, budget),
            Undefined => [],
            _ => throw new JinjaException($"'{TypeNames.Of(value)}' object is not iterable"),
        };

    public static bool IsIterable(object? value) => value is Sequence or string or Mapping or Undefined;

    public static List<object?> Copy(IEnumerable<object?> items, int count, Budget budget)
    {
        budget.List(count);
        var copy = new List<object?>(count);
        copy.AddRange(items);
        return copy;
    }

    public static long Count(object? value) =>
        value switch
        {
            string text => CodePoints.Count(text),
            Sequence { Kind: not SequenceKind.Iterator } sequence => sequence.Items.Count,
            Mapping mapping => mapping.Count,
            Undefined => 0,
            _ => throw new JinjaException($"object of type '{TypeNames.Of(value)}' has no len()"),
        };

    /// <summary>Python's <c>in</c>.</summary>
    public static bool Contains(object? container, object? item, Budget budget)
    {
        switch (container)
        {
            case string text:
                string part =
                    item as string ?? throw new JinjaException($"'in <string>' requires string as left operand, not {TypeNames.Of(item)}");
                budget.Search(text, part);
                return text.Contains(part, StringComparison.Ordinal);
            case Mapping mapping:
                return mapping.TryGet(item, out _);
            default:
                foreach (object? element in Over(container, budget))
                {
                    budget.Step();
                    if (Comparing.AreEqual(element, item, budget))
                    {
                        return true;
                    }
                }

                return false;
        }
    }
}
