using System.Globalization;

namespace Refrain.Reproductions;

/// <summary>Rates of one row of the paper's tables: shares of the responses to PolyRefuse's harmful test prompts.</summary>
/// <param name="Model">The model's name, without its organisation.</param>
/// <param name="Language">Language code.</param>
/// <param name="Condition"><c>baseline</c> or <c>ablation</c>.</param>
/// <param name="Substring">Not refused, by the substring judge on English translations (<c>str_compliance</c>).</param>
/// <param name="WildGuard">Not refused, by WildGuard on the same (<c>wildguard_compliance</c>).</param>
/// <param name="Harmful">Harmful, by WildGuard (<c>wildguard_harmful</c>).</param>
internal sealed record PublishedRate(string Model, string Language, string Condition, double Substring, double WildGuard, double Harmful)
{
    /// <summary>
    /// What the tables and the responses' file call a response that WildGuard finds harmful; the prompts are harmful all.
    /// </summary>
    internal const string HarmfulResponse = "harmful";

    private static readonly (string File, string Condition)[] Tables =
    [
        ("baseline_evaluations.csv", Responses.Condition.Baseline.Word()),
        ("harm_ablation_evaluations.csv", "ablation"),
    ];

    /// <summary>The rows of both tables, in their order.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <exception cref="BadInputException">A table is missing or not as published.</exception>
    public static IReadOnlyList<PublishedRate> Read(string folder) =>
        [
            .. Tables.SelectMany(table =>
                RowFile
                    .Read(Path.Combine(folder, table.File))
                    .Select(row => new PublishedRate(
                        Text(row, "model").Split('/')[^1],
                        Text(row, "lang"),
                        table.Condition,
                        Rate(row, "str_compliance"),
                        Rate(row, "wildguard_compliance"),
                        Rate(row, "wildguard_harmful")
                    ))
            ),
        ];

    private static string Text(FileRow row, string name) =>
        row.Field(name) ?? throw new BadInputException(row.Place, $"has no {name}", "the paper's table as published");

    private static double Rate(FileRow row, string name) =>
        double.TryParse(Text(row, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate is >= 0 and <= 1
            ? rate
            : throw new BadInputException(row.Place, $"{name} is {BadInputException.Show(row.Field(name))}", "a rate from 0 to 1");
}
