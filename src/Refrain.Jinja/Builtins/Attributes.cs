using System.Globalization;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>The <c>attribute</c> argument of filters: a member, an index, or several of them with dots between.</summary>
internal static class Attributes
{
    public static Func<object?, object?> Getter(object? attribute, Budget budget, object? fallback = null)
    {
        budget.List(attribute is string dotted ? dotted.AsSpan().Count('.') : 0);
        object?[] path = attribute switch
        {
            string text => [.. text.Split('.').Select(Part)],
            null => [],
            _ => [attribute],
        };
        return item =>
        {
            foreach (object? part in path)
            {
                budget.Step();
                item = Access.Element(item, part, budget);
                item = item is Undefined && fallback is not null ? fallback : item;
            }

            return item;
        };
    }

    /// <summary>The key by which sorting and grouping compare: strings without regard to case unless told.</summary>
    public static Func<object?, object?> Key(object? attribute, bool isCaseSensitive, Budget budget, object? fallback = null)
    {
        var getter = Getter(attribute, budget, fallback);
        return isCaseSensitive ? getter : item => getter(item) is string text ? Casing.Lower(text, budget) : getter(item);
    }

    private static object Part(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long index) ? index : text;
}
