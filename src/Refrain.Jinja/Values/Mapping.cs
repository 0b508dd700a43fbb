using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>A dictionary in the order of insertion; filled only while it is made.</summary>
internal sealed class Mapping(Budget budget)
{
    /// <summary>Stands for the key <c>None</c>, since a .NET dictionary takes no null.</summary>
    private static readonly object NoneKey = new();

    private readonly OrderedDictionary<object, object?> items = new(new KeyComparer(budget));

    public int Count => items.Count;

    public IEnumerable<object?> Keys => items.Keys.Select(Outside);

    public IEnumerable<object?> Values => items.Values;

    public IEnumerable<(object? Key, object? Value)> Items => items.Select(item => (Outside(item.Key), item.Value));

    public bool TryGet(object? key, out object? value) => items.TryGetValue(key ?? NoneKey, out value);

    /// <summary>Sets a value, as building a dictionary from pairs does: the last one wins, at the place of the first.</summary>
    public void Put(object? key, object? value)
    {
        budget.Element(items.Count);
        items[key ?? NoneKey] = value;
    }

    private static object? Outside(object key) => ReferenceEquals(key, NoneKey) ? null : key;

    private sealed class KeyComparer(Budget budget) : IEqualityComparer<object>
    {
        public new bool Equals(object? x, object? y) => ReferenceEquals(x, y) || Comparing.AreEqual(x, y, budget);

        public int GetHashCode(object key) => ReferenceEquals(key, NoneKey) ? 0 : Comparing.Hash(key, budget);
    }
}
