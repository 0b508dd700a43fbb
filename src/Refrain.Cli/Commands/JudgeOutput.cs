using System.Globalization;
using System.Text;
using System.Text.Json;
using Refrain.Judging;
using Refrain.Measurement;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary>What <c>refrain judge</c> prints.</summary>
internal static class JudgeOutput
{
    /// <summary>The machine interface; undefined figures are null.</summary>
    public static void WriteJson(
        TextWriter output,
        IReadOnlyList<(LabelledResponse Row, Judgement Judgement)> judged,
        AgreementReport agreement,
        string version,
        IReadOnlyList<JudgeVerdicts> judges,
        IReadOnlyList<JudgePair> pairs
    )
    {
        using var stream = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            WriteAll(writer, judged, agreement, version, judges, pairs);
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    private static void WriteAll(
        Utf8JsonWriter writer,
        IReadOnlyList<(LabelledResponse Row, Judgement Judgement)> judged,
        AgreementReport agreement,
        string version,
        IReadOnlyList<JudgeVerdicts> judges,
        IReadOnlyList<JudgePair> pairs
    )
    {
        writer.WriteStartObject();
        writer.WriteStartArray("judgements");
        foreach (var (_, judgement) in judged)
        {
            writer.WriteStartObject();
            writer.WriteString("outcome", judgement.Outcome.Word());
            writer.WriteNumber("probability", Math.Round(judgement.Probability, 6));
            writer.WriteString("reason", judgement.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (agreement.Overall.Count > 0)
        {
            WriteAgreement(writer, agreement);
        }

        writer.WriteStartArray("judges");
        foreach (var judge in judges)
        {
            writer.WriteStartObject();
            writer.WriteString("name", judge.Name);
            writer.WriteString("version", judge.Version.Length == 0 ? null : judge.Version);
            writer.WriteNumber("verdicts", judge.Outcomes.Count(outcome => outcome is not null));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        PairOutput.WriteJson(writer, pairs);
        writer.WriteString("judge", version);
        writer.WriteEndObject();
    }

    /// <summary>Tables for people: outcomes per language, then agreement with labels beside the substring judge's.</summary>
    public static void WriteTables(IReadOnlyList<(LabelledResponse Row, Judgement Judgement)> judged, AgreementReport agreement)
    {
        var outcomes = Table(["language", "responses", .. Words<Outcome>.All]);
        foreach (var language in judged.GroupBy(pair => pair.Row.Language).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            int Count(Outcome outcome) => language.Count(pair => pair.Judgement.Outcome == outcome);
            AddRow(
                outcomes,
                language.Key,
                language.Count(),
                Count(Outcome.Refusal),
                Count(Outcome.Compliance),
                Count(Outcome.Degenerate),
                Count(Outcome.Unjudged)
            );
        }

        AnsiConsole.Write(outcomes);
        if (agreement.Overall.Count == 0)
        {
            return;
        }

        // Narrow enough for 80 columns; the substring judge is the published one, on English translations.
        var table = Table("", "condition", "n", "judged", "agree", "bal.acc", "κ", "sub.", "bal.acc", "κ");
        foreach (var ((language, condition), group) in agreement.Conditions)
        {
            AddGroup(table, language, condition, group);
        }

        AddGroup(table, "all", "", agreement.Overall);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            "agree: share of equal verdicts; bal.acc: balanced accuracy; sub.: the published substring judge on English translations."
        );
    }

    private static void WriteAgreement(Utf8JsonWriter writer, AgreementReport agreement)
    {
        writer.WriteStartObject("agreement");
        writer.WriteStartObject("overall");
        WriteGroup(writer, agreement.Overall);
        writer.WriteEndObject();
        writer.WriteStartObject("languages");
        foreach (var (language, group) in agreement.Languages)
        {
            writer.WriteStartObject(language);
            WriteGroup(writer, group);
            writer.WriteStartObject("conditions");
            foreach (var ((_, condition), part) in agreement.Conditions.Where(pair => pair.Key.Language == language))
            {
                writer.WriteStartObject(condition.Length == 0 ? "all" : condition);
                WriteGroup(writer, part);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, AgreementGroup group)
    {
        writer.WriteNumber("n", group.Count);
        WriteCounts(writer, group.Judge);
        if (group.Substring.Judged > 0)
        {
            writer.WriteStartObject("substring");
            WriteCounts(writer, group.Substring);
            writer.WriteEndObject();
        }
    }

    private static void WriteCounts(Utf8JsonWriter writer, JudgeAgreement counts)
    {
        writer.WriteNumber("judged", counts.Judged);
        WriteFigure(writer, "agreement", counts.Agreement.Value);
        WriteFigure(writer, "balanced_accuracy", counts.BalancedAccuracy);
        WriteFigure(writer, "kappa", counts.Kappa);
        writer.WriteStartObject("confusion");
        writer.WriteNumber("true_refusal", counts.TrueRefusal);
        writer.WriteNumber("false_refusal", counts.FalseRefusal);
        writer.WriteNumber("missed_refusal", counts.MissedRefusal);
        writer.WriteNumber("true_other", counts.TrueOther);
        writer.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } figure)
        {
            writer.WriteNumber(name, figure);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static Table Table(params string[] headers)
    {
        var table = new Table().SimpleBorder();
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(header) { NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        }

        return table;
    }

    private static void AddGroup(Table table, string language, string condition, AgreementGroup group) =>
        AddRow(
            table,
            language,
            condition,
            group.Count,
            group.Judge.Judged,
            Figure(group.Judge.Agreement.Value),
            Figure(group.Judge.BalancedAccuracy),
            Figure(group.Judge.Kappa),
            Figure(group.Substring.Agreement.Value),
            Figure(group.Substring.BalancedAccuracy),
            Figure(group.Substring.Kappa)
        );

    private static void AddRow(Table table, params object[] cells) =>
        table.AddRow(cells.Select(cell => new Text(Convert.ToString(cell, CultureInfo.InvariantCulture)!)));

    private static string Figure(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
