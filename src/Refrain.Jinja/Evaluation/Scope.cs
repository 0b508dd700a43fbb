namespace Refrain.Jinja.Evaluation;

/// <summary>The names of one block, on top of those around it. Assigning never reaches outwards.</summary>
internal sealed class Scope(Scope? parent)
{
    private Dictionary<string, object?>? values;

    /// <summary>True once a macro was defined in here, which may read the names later.</summary>
    public bool IsCaptured { get; private set; }

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.values is not null && scope.values.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    private Scope? Parent => parent;

    public void Set(string name, object? value) => (values ??= new(StringComparer.Ordinal))[name] = value;

    public void Capture()
    {
        for (var scope = this; scope is { IsCaptured: false }; scope = scope.Parent)
        {
            scope.IsCaptured = true;
        }
    }

    /// <summary>A scope for a loop's next round: this one emptied, unless a macro holds on to it.</summary>
    public Scope Again()
    {
        if (IsCaptured)
        {
            return new Scope(parent);
        }

        values?.Clear();
        return this;
    }
}
