using System.Globalization;
using Refrain.Measurement;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>How far judges and labels agree, as a table.</summary>
internal static class PairOutput
{
    /// <summary>A row per pair, and per language where asked for.</summary>
    public static void WriteTable(IReadOnlyList<JudgePair> pairs, bool byLanguage, TextWriter output)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        var table = new Table().SimpleBorder();
        foreach (string header in (string[])["judges", "", "n", "unjudged", "agree", "95 %", "κ", "95 %"])
        {
            table.AddColumn(new TableColumn(new Text(header)) { NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        }

        foreach (var pair in pairs)
        {
            foreach (var group in pair.Groups.Where(group => group.Condition.Length == 0 && (byLanguage || group.Language.Length == 0)))
            {
                string name = group.Language.Length == 0 ? $"{pair.First} – {pair.Second}" : "";
                var share = group.Counts.Agreement;
                table.AddRow([
                    .. (
                        (string[])
                            [
                                name,
                                group.Language.Length == 0 ? "all" : group.Language,
                                Count(group.N),
                                Count(group.Unjudged),
                                Figure(share.Value),
                                share.Trials == 0 ? "–" : Range(share.Low, share.High),
                                Figure(group.Counts.Kappa),
                                Range(group.Interval.Value.Low, group.Interval.Value.High),
                            ]
                    ).Select(cell => new Text(cell)),
                ]);
            }
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Math.Max(console.Profile.Width, 120);
        console.Write(table);
        output.WriteLine("Refusal or not, where both judge; agree: Wilson interval; κ: bootstrap over prompts.");
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Figure(double? value) =>
        value is { } figure && double.IsFinite(figure) ? figure.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    private static string Range(double low, double high) => double.IsFinite(low) ? $"{Figure(low)}–{Figure(high)}" : "–";
}
