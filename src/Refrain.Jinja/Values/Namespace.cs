namespace Refrain.Jinja.Values;

/// <summary>The one value that templates can change: what <c>namespace()</c> makes. It compares by identity.</summary>
internal sealed class Namespace
{
    public Dictionary<string, object?> Members { get; } = new(StringComparer.Ordinal);
}
