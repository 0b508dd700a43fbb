using System.Collections;

namespace Refrain.Jinja.Values;

/// <summary>The elements of a range, computed when asked for.</summary>
internal sealed class RangeItems(long start, long stop, long step, int count) : IReadOnlyList<object?>
{
    public long Start => start;

    public long Stop => stop;

    public long Step => step;

    public int Count => count;

    public object? this[int index] => start + (index * step);

    public IEnumerator<object?> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
