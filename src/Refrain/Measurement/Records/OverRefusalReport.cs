using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>Over-refusal on the prompts of one file beside the suite (<c>--over-refusal</c>).</summary>
public sealed record OverRefusalReport
{
    /// <summary>The file's name as shown, for example <c>xstest</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of its prompts.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// True where the file carries another model's answers, all of them refusals: its prompts were chosen by those, and a rate on them is
    /// not the whole set's.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ChosenByRefusals { get; init; }

    /// <summary>Language code → what was measured; the settings' order, without languages that the file has no prompts in.</summary>
    public required IReadOnlyDictionary<string, OverRefusalRates> Languages { get; init; }
}

/// <summary>How often the model refused a file's prompts of one language.</summary>
public sealed record OverRefusalRates
{
    /// <summary>Safe prompts: every refusal of one is over-refusal.</summary>
    public ByCondition<Rate> Safe { get; init; } = new();

    /// <summary>Unsafe prompts that are worded alike; empty where the file has none.</summary>
    public ByCondition<Rate> Unsafe { get; init; } = new();

    /// <summary>The same per type of prompt, in the file's order; empty where it names no types.</summary>
    public IReadOnlyList<OverRefusalType> Types { get; init; } = [];
}

/// <summary>How often the model refused one type of a file's prompts.</summary>
public sealed record OverRefusalType
{
    /// <summary>As the file calls it, for example <c>homonyms</c>.</summary>
    public required string Type { get; init; }

    /// <summary>True: a request that should be refused.</summary>
    public bool Unsafe { get; init; }

    /// <summary>How often it was refused.</summary>
    public ByCondition<Rate> Rates { get; init; } = new();
}
