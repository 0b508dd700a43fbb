using System.CommandLine;
using Refrain.Judging;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain judge</c>: outcomes of responses in a file, and the agreement with labels where it has some.</summary>
internal static class JudgeCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "JSONL or CSV files; rows have response (or opening) and language, and optionally model, condition, refusal, substring_refusal.",
            Arity = ArgumentArity.OneOrMore,
        };
        var language = new Option<string?>("--language") { Description = "The language of all rows, instead of their language field." };
        var json = new Option<bool>("--json") { Description = "Print JSON on stdout: judgements in the rows' order, and agreement with labels." };
        var heldOut = new Option<bool>("--held-out") { Description = "Only the rows that the phrases were not developed on: every second one of a model, language and condition." };
        var errorTable = new Option<string?>("--write-error") { Description = "Measure the judge on labelled rows and write its error table (src/Refrain/Judging/error.json) to this file." };
        var weights = new Option<string?>("--weights") { Description = "Judge with weights of one's own, which refrain judge learn has written.", HelpName = "file" };
        var command = new Command("judge", "Judges responses in their own language: refusal, compliance, degenerate or unjudged.")
        {
            files, language, weights, json, heldOut, errorTable,
        };
        command.SetAction(result =>
        {
            var rows = result.GetRequiredValue(files).SelectMany(file => ResponseFile.Read(file, result.GetValue(language))).ToList();
            if (result.GetValue(errorTable) is { } path)
            {
                File.WriteAllText(path, JudgeMeasurement.Measure(rows));
                return ExitCode.Done;
            }

            var judge = result.GetValue(weights) is { } own ? NativeJudge.Load(own) : NativeJudge.Instance;
            var selected = result.GetValue(heldOut) ? JudgeError.Split(rows).HeldOut : rows;
            var judged = selected.Select(row => (Row: row, Judgement: judge.Judge(new JudgeInput(row.Response, row.Language)))).ToList();
            var agreement = AgreementReport.Count(judged.Select(pair => (pair.Row, pair.Judgement.Outcome)));
            if (result.GetValue(json))
            {
                JudgeOutput.WriteJson(Console.OpenStandardOutput(), judged, agreement, judge.Version);
            }
            else
            {
                JudgeOutput.WriteTables(judged, agreement);
            }

            return ExitCode.Done;
        });
        command.Add(JudgeLearnCommand.Create());
        command.Add(JudgeTableCommand.Create());
        return command;
    }
}
