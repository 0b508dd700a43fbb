using Refrain.Jinja.Values;

namespace Refrain.Jinja.Evaluation;

/// <summary>
/// A running loop: hands out its elements, looking ahead no further than the template asks, since a loop's condition may depend on
/// what its body does; and answers for <c>loop</c>.
/// </summary>
internal sealed class Loop
{
    private readonly IReadOnlyList<object?> _items;
    private readonly Func<object?, bool> _accepts;
    private readonly Queue<object?> _ahead = new();
    private readonly Budget _budget;
    private readonly int _depth;
    private int _position;
    private int _index = -1;
    private object? _current = new Undefined("there is no previous item");
    private object? _previous;
    private IReadOnlyList<object?>? _lastChecked;

    public Loop(IReadOnlyList<object?> items, Func<object?, bool> accepts, int depth, Callable? recursion, Budget budget)
    {
        (_items, _accepts, _depth, _budget) = (items, accepts, depth, budget);
        Variable = new Members("LoopContext", Member) { Call = recursion };
    }

    /// <summary>What the name <c>loop</c> stands for.</summary>
    public Members Variable { get; }

    public bool Next(out object? item)
    {
        if (!Peek(out item))
        {
            return false;
        }

        _ahead.Dequeue();
        (_previous, _current) = (_current, item);
        _index++;
        return true;
    }

    private bool Peek(out object? item) => _ahead.TryPeek(out item) || (Pull() && _ahead.TryPeek(out item));

    /// <summary>Moves the next accepted element into the queue.</summary>
    private bool Pull()
    {
        while (_position < _items.Count)
        {
            _budget.Step();
            object? item = _items[_position++];
            if (_accepts(item))
            {
                _ahead.Enqueue(item);
                return true;
            }
        }

        return false;
    }

    private int Length()
    {
        while (Pull())
        {
            _budget.Allocate(16);
        }

        return _index + 1 + _ahead.Count;
    }

    private (bool Found, object? Value) Member(string name) =>
        name switch
        {
            "index" => (true, _index + 1L),
            "index0" => (true, (long)_index),
            "first" => (true, _index == 0),
            "last" => (true, !Peek(out _)),
            "length" => (true, (long)Length()),
            "revindex" => (true, (long)Length() - _index),
            "revindex0" => (true, (long)Length() - _index - 1),
            "depth" => (true, _depth + 1L),
            "depth0" => (true, (long)_depth),
            "previtem" => (true, _previous),
            "nextitem" => (true, Peek(out object? next) ? next : new Undefined("there is no next item")),
            "cycle" => (
                true,
                new Callable("cycle", arguments =>
                    arguments.Positional.Count == 0
                        ? throw new JinjaException("no items for cycling given")
                        : arguments.Positional[_index % arguments.Positional.Count]
                )
            ),
            "changed" => (true, new Callable("changed", arguments => Changed(arguments.Positional))),
            _ => (false, null),
        };

    private bool Changed(IReadOnlyList<object?> values)
    {
        bool isSame = _lastChecked is not null && Comparing.AreEqual(Sequence.Tuple(_lastChecked), Sequence.Tuple(values), _budget);
        _lastChecked = values;
        return !isSame;
    }
}
