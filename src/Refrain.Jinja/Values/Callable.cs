namespace Refrain.Jinja.Values;

/// <summary>A function, a method bound to its value, or a macro.</summary>
/// <param name="name">How templates call it.</param>
/// <param name="invoke">What it does.</param>
/// <param name="type">Python's name of its type.</param>
internal sealed class Callable(string name, Func<Arguments, object?> invoke, string type = "function")
{
    public string Name => name;

    public string Type => type;

    public object? Invoke(Arguments arguments) => invoke(arguments);
}
