namespace Refrain.Jinja.Values;

/// <summary>A list or anything like one. Never changed once made, so no value can contain itself.</summary>
internal sealed class Sequence(SequenceKind kind, IReadOnlyList<object?> items)
{
    private bool taken;

    public SequenceKind Kind { get; } = kind;

    /// <summary>The elements, without using up an iterator.</summary>
    public IReadOnlyList<object?> Items { get; } = items;

    /// <summary>Names of the elements, where they have some: a named tuple.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>True where the kind has positions: not for iterators and views of mappings.</summary>
    public bool IsIndexed => Kind is SequenceKind.List or SequenceKind.Tuple or SequenceKind.Range;

    /// <summary>The elements; an iterator is empty the second time.</summary>
    public IReadOnlyList<object?> Take()
    {
        bool isEmpty = taken && Kind == SequenceKind.Iterator;
        this.taken = true;
        return isEmpty ? [] : Items;
    }

    public static Sequence List(IReadOnlyList<object?> items) => new(SequenceKind.List, items);

    public static Sequence Tuple(params IReadOnlyList<object?> items) => new(SequenceKind.Tuple, items);

    public static Sequence Iterator(IReadOnlyList<object?> items) => new(SequenceKind.Iterator, items);
}
