namespace Refrain.Bench;

/// <summary>What to compare, and how often.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>Rounds, each of which runs every contender once; medians and spreads are over them.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Parallel sequences of the batched generation.</summary>
    public int Rows { get; init; } = 64;

    /// <summary>Tokens of each answer.</summary>
    public int NewTokens { get; init; } = 24;

    /// <summary>Rounds of the selection, which takes minutes; 0: leave it out.</summary>
    public int SelectionRounds { get; init; } = 1;

    /// <summary>The folder with PolyRefuse, whose English prompts the selection reads.</summary>
    public string Suite { get; init; } = "../shared/data/polyrefuse";

    /// <summary>Where the document goes; null: only the terminal.</summary>
    public string? Write { get; init; }

    public static ComparisonOptions Parse(string[] arguments)
    {
        var options = new ComparisonOptions();
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            int Count() => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
            options = arguments[i] switch
            {
                "--rounds" => options with { Rounds = Count() },
                "--rows" => options with { Rows = Count() },
                "--new-tokens" => options with { NewTokens = Count() },
                "--selection-rounds" => options with { SelectionRounds = Count() },
                "--suite" => options with { Suite = value },
                "--write" => options with { Write = value },
                var other => throw new ArgumentException($"{other} is not an option"),
            };
        }

        return arguments.Length % 2 == 0 ? options : throw new ArgumentException($"{arguments[^1]} has no value");
    }
}
