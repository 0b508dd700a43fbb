using System.Text.Json;

namespace Refrain.Checkpoints.Configs;

/// <summary>One object of a config.json whose members are checked as they are read; <c>null</c> counts as absent.</summary>
/// <param name="place">The file, and the path of the object in it.</param>
/// <param name="element">The object.</param>
/// <param name="outer">The object around a <c>text_config</c>, where some checkpoints keep what concerns the whole model.</param>
internal sealed class ConfigSection(string place, JsonElement element, ConfigSection? outer = null)
{
    private readonly HashSet<string> known = [];
    private readonly Dictionary<string, ConfigSection> sections = [];

    /// <summary>The file, and the path of the object in it.</summary>
    public string Place => place;

    /// <summary>The object itself.</summary>
    public JsonElement Element => element;

    /// <summary>The object around this one, or null.</summary>
    public ConfigSection? Outer => outer;

    /// <summary>Ids that end a turn, gathered before the architecture is read.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    public bool Has(string name) => Member(name) is not null;

    /// <summary>True where the member is there and null, which differs from absence where the default is not nothing.</summary>
    public bool IsNull(string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>Members that may be there and change nothing.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            known.Add(name);
        }
    }

    /// <summary>Refuses a member that nobody has read: it may change the numbers.</summary>
    /// <param name="architecture">Its name, for the message.</param>
    public void RefuseUnknown(string architecture)
    {
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null || known.Contains(member.Name) || IgnoredMembers.Contains(member.Name))
            {
                continue;
            }

            if (IgnoredMembers.Neutral(member.Name) is { } neutral)
            {
                RefuseUnless(member.Name, member.Value.GetRawText() == neutral, neutral);
                continue;
            }

            throw Bad(
                BadInputException.Show(member.Name),
                member.Value,
                $"only members that are known for {architecture}: {string.Join(", ", known.Order(StringComparer.Ordinal))}",
                "This member may change the numbers and is not supported: "
                    + "use another checkpoint, or remove it if it is known to change nothing."
            );
        }

        foreach (ConfigSection section in sections.Values)
        {
            section.RefuseUnknown(architecture);
        }
    }

    /// <summary>
    /// A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>; required where there is no fallback.
    /// </summary>
    public int Integer(string name, int minimum, int maximum, int? fallback = null)
    {
        if (Member(name) is not { } value)
        {
            return fallback ?? throw Missing(name, $"a whole number from {minimum} to {maximum}");
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum
            ? number
            : throw Bad(name, value, $"a whole number from {minimum} to {maximum}");
    }

    /// <summary>A finite number above zero; required where there is no fallback.</summary>
    public double Positive(string name, double? fallback = null)
    {
        if (Member(name) is not { } value)
        {
            return fallback ?? throw Missing(name, "a number above zero");
        }

        // Past float32's range a number would turn into zero or infinity later.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number is > 1e-30 and < 1e30
            ? number
            : throw Bad(name, value, "a number above zero");
    }

    /// <summary>A finite number from zero on; zero where it is absent.</summary>
    public double NotNegative(string name) =>
        Member(name) switch
        {
            null => 0,
            { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out double number) && number is >= 0 and < 1e30 => number,
            { } value => throw Bad(name, value, "a number from zero on"),
        };

    /// <summary>A required list of exactly <paramref name="count"/> numbers above zero.</summary>
    public float[] Numbers(string name, int count)
    {
        string expected = $"a list of {count} numbers above zero";
        JsonElement list = Member(name) ?? throw Missing(name, expected);
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Bad(name, list, expected);
        }

        if (list.GetArrayLength() != count)
        {
            throw Bad(name, $"a list of {list.GetArrayLength()}", expected);
        }

        return
        [
            .. list.EnumerateArray()
                .Select(item =>
                    item.ValueKind == JsonValueKind.Number && item.TryGetSingle(out float number) && number is > 1e-30f and < 1e30f
                        ? number
                        : throw Bad(name, item, expected)
                ),
        ];
    }

    public bool Boolean(string name, bool fallback) =>
        Member(name) switch
        {
            null => fallback,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { } value => throw Bad(name, value, "true or false"),
        };

    public string? String(string name) =>
        Member(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { } value => throw Bad(name, value, "a string"),
        };

    /// <summary>A member that must be an object, or null where it is absent.</summary>
    public ConfigSection? Section(string name) =>
        Member(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } value => sections.TryGetValue(name, out var section)
                ? section
                : sections[name] = new ConfigSection($"{place}: {name}", value) { EndTokens = EndTokens },
            { } value => throw Bad(name, value, "an object"),
        };

    /// <summary>A list of exactly <paramref name="count"/> strings, or null where it is absent.</summary>
    public string[]? Strings(string name, int count)
    {
        if (Member(name) is not { } value)
        {
            return null;
        }

        return
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() == count
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Bad(name, value, $"a list of {count} strings, one a layer");
    }

    /// <summary>One id or a list of them; empty where there is none.</summary>
    public IEnumerable<int> Ids(string name)
    {
        if (Member(name) is not { } value)
        {
            return [];
        }

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return items.Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int id) && id >= 0
                ? id
                : throw Bad(name, item, "a token id or a list of them")
        );
    }

    /// <summary>Refuses a member that changes the numbers and is not supported, unless it has its neutral value.</summary>
    public void RefuseUnless(string name, bool neutral, string expected)
    {
        if (!neutral)
        {
            throw Bad(name, Member(name), expected, "This feature is not supported: use another checkpoint.");
        }
    }

    public BadInputException Bad(string name, object? value, string expected, string? fix = null) =>
        new($"{place}: {name}", $"is {BadInputException.Show(value)}", expected, fix);

    private BadInputException Missing(string name, string expected) =>
        new($"{place}: {name}", "is missing", expected, "Download config.json again.");

    private JsonElement? Member(string name)
    {
        known.Add(name);
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
