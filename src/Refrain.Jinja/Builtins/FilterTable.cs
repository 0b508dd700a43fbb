using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>All filters by name.</summary>
internal static class FilterTable
{
    private static readonly Dictionary<string, FilterFunction> Filters = new[]
    {
        TextFilters.All,
        NumberFilters.All,
        ValueFilters.All,
        SequenceFilters.All,
        SelectionFilters.All,
        OrderFilters.All,
        ReadingFilters.All,
    }
        .SelectMany(group => group)
        .ToDictionary(StringComparer.Ordinal);

    // Of jinja2, without a use in chat templates; "random" would make two renderings differ.
    private static readonly string[] Missing = ["wordwrap", "urlize", "pprint", "random", "xmlattr"];

    /// <summary>Why there is no such filter.</summary>
    public static string Problem(string name) =>
        Missing.Contains(name) ? $"the filter '{name}' is not supported in templates" : $"No filter named '{Shown.Of(name)}'.";

    public static bool Contains(string name) => Filters.ContainsKey(name);

    public static object? Apply(string name, Interpreter interpreter, object? value, Arguments arguments)
    {
        if (!Filters.TryGetValue(name, out var filter))
        {
            throw new JinjaException(Problem(name));
        }

        // "map" may name itself, so filters nest without any nesting in the template.
        interpreter.Budget.Enter();
        object? result = filter(interpreter, value, arguments);
        interpreter.Budget.Leave();
        return result;
    }
}
