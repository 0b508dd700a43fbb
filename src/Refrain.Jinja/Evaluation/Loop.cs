using Refrain.Jinja.Values;

namespace Refrain.Jinja.Evaluation;

/// <summary>
/// A running loop: hands out its elements, looking ahead no further than the template asks, since a loop's condition may depend on
/// what its body does; and answers for <c>loop</c>.
/// </summary>
internal sealed class Loop
{
    private readonly IReadOnlyList<object?> items;
    private readonly Func<object?, bool> accepts;
    private readonly Queue<object?> ahead = new();
    private readonly Budget budget;
    private readonly int depth;
    private int position;
    private int index = -1;
    private object? current = new Undefined("there is no previous item");
    private object? previous;
    private IReadOnlyList<object?>? lastChecked;

    public Loop(IReadOnlyList<object?> items, Func<object?, bool> accepts, int depth, Callable? recursion, Budget budget)
    {
        (this.items, this.accepts, this.depth, this.budget) = (items, accepts, depth, budget);
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

        ahead.Dequeue();
        (this.previous, current) = (current, item);
        this.index++;
        return true;
    }

    private bool Peek(out object? item) => ahead.TryPeek(out item) || (Pull() && ahead.TryPeek(out item));

    /// <summary>Moves the next accepted element into the queue.</summary>
    private bool Pull()
    {
        while (position < this.items.Count)
        {
            this.budget.Step();
            object? item = this.items[position++];
            if (this.accepts(item))
            {
                ahead.Enqueue(item);
                return true;
            }
        }

        return false;
    }

    private int Length()
    {
        while (Pull())
        {
            this.budget.Allocate(16);
        }

        return this.index + 1 + ahead.Count;
    }

    private (bool Found, object? Value) Member(string name) =>
        name switch
        {
            "index" => (true, this.index + 1L),
            "index0" => (true, (long)this.index),
            "first" => (true, this.index == 0),
            "last" => (true, !Peek(out _)),
            "length" => (true, (long)Length()),
            "revindex" => (true, (long)Length() - this.index),
            "revindex0" => (true, (long)Length() - this.index - 1),
            "depth" => (true, this.depth + 1L),
            "depth0" => (true, (long)this.depth),
            "previtem" => (true, this.previous),
            "nextitem" => (true, Peek(out object? next) ? next : new Undefined("there is no next item")),
            "cycle" => (
                true,
                new Callable("cycle", arguments =>
                    arguments.Positional.Count == 0
                        ? throw new JinjaException("no items for cycling given")
                        : arguments.Positional[this.index % arguments.Positional.Count]
                )
            ),
            "changed" => (true, new Callable("changed", arguments => Changed(arguments.Positional))),
            _ => (false, null),
        };

    private bool Changed(IReadOnlyList<object?> values)
    {
        bool isSame = lastChecked is not null && Comparing.AreEqual(Sequence.Tuple(lastChecked), Sequence.Tuple(values), this.budget);
        this.lastChecked = values;
        return !isSame;
    }
}
