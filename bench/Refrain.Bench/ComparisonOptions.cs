using System.Globalization;

namespace Refrain.Bench;

/// <summary>What to compare, and how often.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>Everything that a comparison can measure, in the page's order.</summary>
    public static readonly IReadOnlyList<string> Sections =
    [
        Engines.Reading,
        Engines.Generating,
        Engines.Single,
        "selection",
        "audit",
        "growth",
    ];

    /// <summary>The sections to measure; others stay as they were measured before.</summary>
    public IReadOnlyList<string> Only { get; init; } = [Engines.Reading, Engines.Generating, Engines.Single, "selection"];

    /// <summary>Rounds; null: five of the engines, one of everything else.</summary>
    public int? Rounds { get; init; }

    /// <summary>Parallel sequences of the batched generation.</summary>
    public int Rows { get; init; } = 64;

    /// <summary>Tokens of each answer.</summary>
    public int NewTokens { get; init; } = 24;

    /// <summary>Tokens of a batch that only reads; null: as an audit of the model has them.</summary>
    public int? BatchTokens { get; init; }

    /// <summary>Ways to select.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [SelectionTimes.Needed, SelectionTimes.Full];

    /// <summary>Precisions of whole audits.</summary>
    public IReadOnlyList<string> Precisions { get; init; } = ["exact"];

    /// <summary>What grows.</summary>
    public IReadOnlyList<string> Axes { get; init; } = [Growth.Prompts, Growth.Languages, Growth.Layers];

    /// <summary>Sizes along one axis; null: all of the page.</summary>
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>The folder with PolyRefuse.</summary>
    public string Suite { get; init; } = "../shared/data/polyrefuse";

    /// <summary>Where everything that was measured is kept.</summary>
    public string Results { get; init; } = "artifacts/bench/results.json";

    /// <summary>Where the page goes; null: only the terminal.</summary>
    public string? Write { get; init; }

    public static ComparisonOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ComparisonOptions();
        for (int i = 0; i + 1 < arguments.Count; i += 2)
        {
            string name = arguments[i],
                value = arguments[i + 1];
            options = name switch
            {
                "--only" => options with { Only = value == "none" ? [] : Words(name, value, Sections) },
                "--rounds" => options with { Rounds = Number(name, value) },
                "--rows" => options with { Rows = Number(name, value) },
                "--new-tokens" => options with { NewTokens = Number(name, value) },
                "--batch-tokens" => options with { BatchTokens = Number(name, value) },
                "--variants" => options with
                {
                    Variants = Words(name, value, [SelectionTimes.Needed, SelectionTimes.Full, SelectionTimes.Plain]),
                },
                "--precisions" => options with { Precisions = Words(name, value, ["exact", "fast"]) },
                "--axes" => options with { Axes = Words(name, value, [Growth.Prompts, Growth.Languages, Growth.Layers]) },
                "--sizes" => options with { Sizes = [.. value.Split(',').Select(size => Number(name, size))] },
                "--suite" => options with { Suite = value },
                "--results" => options with { Results = value },
                "--write" => options with { Write = value },
                _ => throw new BadInputException(name, "is not an option", "one of bench/README.md"),
            };
        }

        return arguments.Count % 2 == 0 ? options : throw new BadInputException(arguments[^1], "has no value");
    }

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new BadInputException(name, $"is {BadInputException.Show(text)}", "a whole number from 1 on");

    private static string[] Words(string name, string text, IReadOnlyList<string> known)
    {
        string[] words = text.Split(',');
        return words.FirstOrDefault(word => !known.Contains(word)) is { } other
            ? throw new BadInputException(name, $"names {BadInputException.Show(other)}", "of " + string.Join(", ", known))
            : words;
    }
}
