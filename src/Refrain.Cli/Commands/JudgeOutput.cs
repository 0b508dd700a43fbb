using System.Globalization;
using Refrain.Audits;
using Refrain.Cli.Json;
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
        IReadOnlyList<Judgement> judgements,
        AgreementReport agreement,
        string version,
        IReadOnlyList<JudgeVerdicts> judges,
        IReadOnlyList<JudgePair> pairs
    ) =>
        output.WriteLine(
            CliJson.Compact(
                new JudgeJson
                {
                    Judgements = [.. judgements.Select(JudgementJson.Of)],
                    Agreement = agreement.Overall.Count > 0 ? AgreementJson.Of(agreement) : null,
                    Judges = [.. judges.Select(JudgeVerdictsJson.Of)],
                    Pairs = [.. pairs.Select(AuditJudges.Pair)],
                    Judge = version,
                }
            )
        );

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
