namespace Refrain.Jinja.Values;

/// <summary>A value with named, computed members and nothing else, such as <c>loop</c>.</summary>
/// <param name="type">Python's name of its type.</param>
/// <param name="member">A member's value, or null inside of the tuple where there is none.</param>
internal sealed class Members(string type, Func<string, (bool Found, object? Value)> member)
{
    public string Type => type;

    /// <summary>What calling the value does, where it can be called.</summary>
    public Callable? Call { get; init; }

    public bool TryGet(string name, out object? value)
    {
        (bool found, value) = member(name);
        return found;
    }
}
