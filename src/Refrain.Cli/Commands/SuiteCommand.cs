using System.CommandLine;
using System.Globalization;
using Refrain.Prompts;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain suite check</c>: what a suite has, and lacks, per language.</summary>
internal static class SuiteCommand
{
    private const int ShownIds = 8;

    public static Command Create() => new("suite", "Looks at suites of prompts.") { CreateCheck() };

    private static Command CreateCheck()
    {
        var suite = new Argument<string?>("suite")
        {
            Description = "A suite.jsonl, a folder that holds one, or PolyRefuse's folder; without it, the embedded suite.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the counts and findings as JSON." };
        var command = new Command("check", "Counts the prompts of each language, and lists what is missing or looks wrong.")
        {
            suite,
            json,
        };
        command.SetAction(parsed =>
        {
            string? path = parsed.GetValue(suite);
            var check = (path is null ? Suite.Embedded() : Suite.Load(path)).Check();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(SuiteCheckJson.Write(check));
            }
            else
            {
                Print(check, output);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(SuiteCheck check, TextWriter output)
    {
        output.WriteLine(
            FormattableString.Invariant(
                $"{BadInputException.Show(check.Name)}: {check.Counts.Sum(count => count.Prompts)} prompts, sha256 {check.Hash}"
            )
        );
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Write(CountTable(check));
        if (check.Findings.Count == 0)
        {
            output.WriteLine("Nothing is missing.");
        }

        foreach (var finding in check.Findings)
        {
            output.WriteLine(Sentence(finding));
        }
    }

    /// <summary>Languages down, classes and splits across.</summary>
    private static Table CountTable(SuiteCheck check)
    {
        var columns = check.Counts.Select(count => (count.Class, count.Split)).Distinct().ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumn("language");
        foreach (var (promptClass, split) in columns)
        {
            table.AddColumn(new TableColumn($"{promptClass.Word()}\n{split.Word()}").RightAligned());
        }

        foreach (var language in check.Counts.GroupBy(count => count.Language))
        {
            var counts = language.ToDictionary(count => (count.Class, count.Split), count => count.Prompts);
            table.AddRow([language.Key, .. columns.Select(column => counts[column].ToString(CultureInfo.InvariantCulture))]);
        }

        return table;
    }

    private static string Sentence(SuiteFinding finding)
    {
        string what = finding.Kind switch
        {
            SuiteFindingKind.Missing => "missing",
            SuiteFindingKind.Empty => "without text",
            SuiteFindingKind.Untranslated => "the same as in English",
            SuiteFindingKind.Duplicate => "with the text of an earlier prompt",
            SuiteFindingKind.WrongScript => "mostly in another script",
            SuiteFindingKind.OutOfOrder => "found in another row",
            SuiteFindingKind.OtherPrompts => "in this language only",
            SuiteFindingKind.CategoryDiffers => "of another category than in other languages",
            _ => throw new ArgumentOutOfRangeException(nameof(finding)),
        };
        string ids = finding.Ids.Count == finding.Of ? "all" : string.Join(' ', finding.Ids.Take(ShownIds).Select(BadInputException.Show));
        string more = finding.Ids.Count == finding.Of || finding.Ids.Count <= ShownIds ? "" : " …";
        return FormattableString.Invariant(
            $"{finding.Language}: {finding.Class.Word()} {finding.Split.Word()}: {finding.Ids.Count} of {finding.Of} {what}: {ids}{more}"
        );
    }
}
