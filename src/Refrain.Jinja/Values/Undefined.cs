namespace Refrain.Jinja.Values;

/// <summary>
/// What a missing name, member or element gives: prints as nothing, iterates as nothing, and is an error to do more with.
/// </summary>
/// <param name="problem">What to say when it is used after all.</param>
internal sealed class Undefined(string problem)
{
    public JinjaException Error() => new(problem);

    public static Undefined Name(string name) => new($"'{Shown.Of(name)}' is undefined");

    /// <summary>jinja2's sandbox answers a forbidden member with an undefined that names the violation when used.</summary>
    public static Undefined Unsafe(object? owner, string member) =>
        new($"access to attribute '{Shown.Of(member)}' of '{TypeNames.Of(owner)}' object is unsafe.");

    public static Undefined Member(object? owner, string member) =>
        new($"'{TypeNames.Of(owner)} object' has no attribute '{Shown.Of(member)}'");

    public static Undefined Element(object? owner, object? index) => new($"{TypeNames.Of(owner)} object has no element {Shown.Of(index)}");
}
