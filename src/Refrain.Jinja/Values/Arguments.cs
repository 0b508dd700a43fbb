namespace Refrain.Jinja.Values;

/// <summary>The values a call hands over.</summary>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyList<(string Name, object? Value)> Keywords)
{
    public static readonly Arguments None = new([], []);

    public static Arguments Of(params IReadOnlyList<object?> positional) => new(positional, []);

    /// <summary>
    /// Assigns the values to a builtin's parameters; surplus, unknown, repeated and missing ones are errors that name the builtin.
    /// </summary>
    public Bound Bind(string function, int required, params string[] parameters)
    {
        if (Positional.Count > parameters.Length)
        {
            throw new JinjaException($"{function}() takes at most {parameters.Length} arguments ({Positional.Count} given)");
        }

        var values = new object?[parameters.Length];
        var given = new bool[parameters.Length];
        for (int i = 0; i < Positional.Count; i++)
        {
            (values[i], given[i]) = (Positional[i], true);
        }

        foreach (var (name, value) in Keywords)
        {
            int at = Array.IndexOf(parameters, name);
            if (at < 0 || given[at])
            {
                string problem = at < 0 ? "an unexpected keyword argument" : "multiple values for argument";
                throw new JinjaException($"{function}() got {problem} '{Shown.Of(name)}'");
            }

            (values[at], given[at]) = (value, true);
        }

        int missing = Array.IndexOf(given, false, 0, required);
        return missing < 0
            ? new Bound(function, parameters, values, given)
            : throw new JinjaException($"{function}() is missing its argument '{parameters[missing]}'");
    }
}
