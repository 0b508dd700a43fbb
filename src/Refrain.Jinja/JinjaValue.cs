using System.Numerics;
using System.Text.Json;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja;

/// <summary>Values for templates.</summary>
internal static class JinjaValue
{
    /// <summary>
    /// JSON as template values: dictionaries in the order of the file, lists, strings, truth values, null, doubles, and integers as
    /// <see cref="long"/>, or <see cref="BigInteger"/> where they do not fit. A repeated key keeps its last value.
    /// </summary>
    public static object? FromJson(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => FromObject(element),
            JsonValueKind.Array => element.EnumerateArray().Select(FromJson).ToList(),
            JsonValueKind.String => element.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => FromNumber(element),
            _ => null,
        };

    private static OrderedDictionary<string, object?> FromObject(JsonElement element)
    {
        var dictionary = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            dictionary[property.Name] = FromJson(property.Value);
        }

        return dictionary;
    }

    private static object FromNumber(JsonElement element)
    {
        if (element.TryGetInt64(out long integer))
        {
            return integer;
        }

        string text = element.GetRawText();
        bool isInteger = text.Length < 4300 && text.AsSpan().IndexOfAny(".eE") < 0;
        return isInteger ? BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : element.GetDouble();
    }

    /// <summary>A caller's value as one of the closed set that templates work on.</summary>
    /// <exception cref="ArgumentException">The value is of a type that templates do not have.</exception>
    internal static object? Inside(object? value, Budget budget)
    {
        budget.Enter();
        object? inside = value switch
        {
            null or bool or string or long or double => value,
            BigInteger integer => Numbers.Value(integer),
            int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
            ulong integer => Numbers.Value(integer),
            float number => (double)number,
            JsonElement element => Inside(FromJson(element), budget),
            IReadOnlyDictionary<string, object?> dictionary => FromDictionary(dictionary, budget),
            IReadOnlyDictionary<string, string> texts => FromDictionary(
                texts.ToDictionary(pair => pair.Key, object? (pair) => pair.Value),
                budget
            ),
            IReadOnlyList<object?> list => FromList(list, budget),
            _ => throw new ArgumentException($"a template cannot work with a value of type {value.GetType()}", nameof(value)),
        };
        budget.Leave();
        return inside;
    }

    private static Mapping FromDictionary(IReadOnlyDictionary<string, object?> dictionary, Budget budget)
    {
        var mapping = new Mapping(budget);
        foreach (var (key, value) in dictionary)
        {
            mapping.Put(key, Inside(value, budget));
        }

        return mapping;
    }

    private static Sequence FromList(IReadOnlyList<object?> list, Budget budget)
    {
        budget.List(list.Count);
        return Sequence.List(list.Select(item => Inside(item, budget)).ToArray());
    }
}
