namespace Refrain.Ground;

/// <summary>A setting that an error names: in the library a property, on the command line an option.</summary>
/// <param name="Owner">The type that has it, such as <c>AuditSettings</c>.</param>
/// <param name="Name">The property, or the parameter of one of the type's methods.</param>
public sealed record Setting(string Owner, string Name)
{
    /// <summary>The value that is spoken of, or null: the setting itself is.</summary>
    public string? Value { get; init; }

    /// <summary>As the library speaks of it: <c>Languages</c>, or <c>Sample = 4</c>.</summary>
    public override string ToString() => Value is null ? Name : $"{Name} = {Value}";

    /// <summary>The setting with a value.</summary>
    internal Setting At(string value) => this with { Value = value };

    /// <summary>Refuses a value that makes no sense.</summary>
    /// <exception cref="BadInputException">It does not hold.</exception>
    internal void Require(bool holds, object? value, string expected)
    {
        if (!holds)
        {
            throw new BadInputException(this, $"is {BadInputException.Show(value ?? "null")}", expected);
        }
    }
}
