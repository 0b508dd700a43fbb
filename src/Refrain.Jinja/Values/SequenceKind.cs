namespace Refrain.Jinja.Values;

internal enum SequenceKind
{
    List,
    Tuple,
    Range,

    /// <summary>What lazy filters give: can be gone through once, and neither indexed nor measured.</summary>
    Iterator,
    Keys,
    Values,
    Items,
}
