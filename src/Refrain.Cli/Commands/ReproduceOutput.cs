using System.Globalization;
using Refrain.Judging;
using Refrain.Reproductions;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>What <c>refrain reproduce</c> prints.</summary>
internal static class ReproduceOutput
{
    /// <summary>A table per model and condition, then what differs and what cannot be computed.</summary>
    public static void WriteTables(IReadOnlyList<ReproducedRate> rates, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Math.Max(console.Profile.Width, 120);
        foreach (var part in rates.Where(rate => rate.Missing is null).GroupBy(rate => (rate.Published.Model, rate.Published.Condition)))
        {
            output.WriteLine($"{part.Key.Model}, {part.Key.Condition}");
            console.Write(Table(part));
        }

        output.WriteLine(
            "Percent of responses that do not refuse: as the paper prints it, and recomputed from its labels (substring and WildGuard, on"
        );
        output.WriteLine(
            "English translations); harmful: WildGuard; native: this product's judge, on the openings in their own language. 95 %: Wilson."
        );
        var figures = rates.SelectMany(rate => rate.Figures.Select(figure => (rate.Published, Figure: figure))).ToList();
        var different = figures.Where(pair => !ReproducedRate.Same(pair.Figure.Published, pair.Figure.Computed)).ToList();
        output.WriteLine($"{figures.Count - different.Count} of {figures.Count} published figures come out of the labels.");
        foreach (var (published, figure) in different)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"differs: {published.Model}, {published.Condition}, {published.Language}: "
                        + $"{figure.Name} is {figure.Published:0.####} in the paper, {figure.Computed.Value:0.####} by the labels"
                )
            );
        }

        foreach (var reason in rates.Where(rate => rate.Missing is not null).GroupBy(rate => (rate.Published.Condition, rate.Missing)))
        {
            output.WriteLine(
                $"cannot be recomputed: {reason.Key.Condition} "
                    + $"in {string.Join(" ", reason.Select(rate => rate.Published.Language))}: {reason.Key.Missing}."
            );
        }
    }

    private static Table Table(IEnumerable<ReproducedRate> rates)
    {
        var table = new Table().SimpleBorder();
        foreach (
            string header in (string[])
                [
                    "",
                    "n",
                    "substring: paper",
                    "labels",
                    "95 %",
                    "WildGuard: paper",
                    "labels",
                    "95 %",
                    "harmful: paper",
                    "labels",
                    "native",
                    "95 %",
                ]
        )
        {
            table.AddColumn(new TableColumn(header) { NoWrap = header.Length < 10, Padding = new Padding(0, 0, 1, 0) });
        }

        foreach (var rate in rates)
        {
            table.AddRow(
                rate.Published.Language,
                rate.Count.ToString(CultureInfo.InvariantCulture),
                Percent(rate.Published.Substring),
                Percent(rate.Substring.Value),
                Range(rate.Substring),
                Percent(rate.Published.WildGuard),
                Percent(rate.WildGuard.Value),
                Range(rate.WildGuard),
                Percent(rate.Published.Harmful),
                Percent(rate.Harmful.Value),
                Percent(rate.Native.Value),
                Range(rate.Native)
            );
        }

        return table;
    }

    private static string Percent(double? share) => share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) : "–";

    private static string Range(Share share) => share.Trials == 0 ? "–" : $"{Percent(share.Low)}–{Percent(share.High)}";
}
