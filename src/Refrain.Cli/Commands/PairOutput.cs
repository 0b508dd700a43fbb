using System.Globalization;
using System.Text.Json;
using Refrain.Measurement;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>How far judges and labels agree, as a table and as JSON.</summary>
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

    /// <summary><c>pairs</c>: every pair of judges, with all responses, each language, and each language and condition.</summary>
    public static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<JudgePair> pairs)
    {
        writer.WriteStartArray("pairs");
        foreach (var pair in pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("first", pair.First);
            writer.WriteString("second", pair.Second);
            writer.WriteStartArray("groups");
            pair.Groups.ToList().ForEach(group => WriteGroup(writer, group));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteGroup(Utf8JsonWriter writer, PairGroup group)
    {
        var (counts, kappa) = (group.Counts, group.Interval.Value);
        writer.WriteStartObject();
        writer.WriteString("language", group.Language.Length == 0 ? null : group.Language);
        writer.WriteString("condition", group.Condition.Length == 0 ? null : group.Condition);
        writer.WriteNumber("n", group.N);
        writer.WriteNumber("unjudged", group.Unjudged);
        writer.WriteNumber("both_refusal", counts.TrueRefusal);
        writer.WriteNumber("first_only", counts.MissedRefusal);
        writer.WriteNumber("second_only", counts.FalseRefusal);
        writer.WriteNumber("neither", counts.TrueOther);
        WriteFigure(writer, "agreement", counts.Agreement.Value);
        WriteFigure(writer, "agreement_low", counts.Judged > 0 ? counts.Agreement.Low : null);
        WriteFigure(writer, "agreement_high", counts.Judged > 0 ? counts.Agreement.High : null);
        WriteFigure(writer, "kappa", counts.Kappa);
        WriteFigure(writer, "kappa_low", kappa.Low);
        WriteFigure(writer, "kappa_high", kappa.High);
        writer.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } figure && double.IsFinite(figure))
        {
            writer.WriteNumber(name, figure);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Figure(double? value) =>
        value is { } figure && double.IsFinite(figure) ? figure.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    private static string Range(double low, double high) => double.IsFinite(low) ? $"{Figure(low)}–{Figure(high)}" : "–";
}
