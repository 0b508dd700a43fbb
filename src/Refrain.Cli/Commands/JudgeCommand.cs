using System.CommandLine;
using Refrain.Judging;
using Refrain.Judging.Labels;
using Refrain.Judging.Remote;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain judge</c>: outcomes of responses in a file, and the agreement of judges and labels on them.</summary>
internal static class JudgeCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description =
                "JSONL or CSV files, or folders of finished runs; "
                + "rows have response (or opening) and language, and optionally id, "
                + "class, prompt, model, condition, refusal, substring_refusal.",
            Arity = ArgumentArity.OneOrMore,
        };
        var language = new Option<string?>("--language") { Description = "The language of all rows, instead of their language field." };
        var columns = new Option<string[]>("--column")
        {
            Description = "What a field is called in the files, such as response=completion; may be repeated.",
            HelpName = "ours=theirs",
        };
        var labels = new Option<string[]>("--labels")
        {
            Description =
                "Labels that people gave: a CSV or JSONL file with label, and id or response; may be repeated under names of your choice.",
            HelpName = "[name=]file",
        };
        var write = new Option<string?>("--write")
        {
            Description = "Write the verdicts to a JSONL file, which --labels can read.",
            HelpName = "file",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print JSON on stdout: judgements in the rows' order, and agreement of judges and labels.",
        };
        var heldOut = new Option<bool>("--held-out")
        {
            Description = "Only the rows that the phrases were not developed on: every second one of a model, language and condition.",
        };
        var errorTable = new Option<string?>("--write-error")
        {
            Description = "Measure the judge on labelled rows and write its error table (src/Refrain/Judging/error.json) to this file.",
        };
        var weights = new Option<string?>("--weights")
        {
            Description = "Judge with weights of one's own, which refrain judge learn has written.",
            HelpName = "file",
        };
        columns.Validators.Add(result =>
        {
            foreach (
                string entry in result.Tokens.Select(token => token.Value).Where(entry => entry.IndexOf('=', StringComparison.Ordinal) < 1)
            )
            {
                result.AddError($"--column: is {BadInputException.Show(entry)}; expected ours=theirs, such as response=completion.");
            }
        });
        var command = new Command("judge", "Judges responses in their own language: refusal, compliance, degenerate or unjudged.")
        {
            files,
            language,
            columns,
            labels,
            weights,
            write,
            json,
            heldOut,
            errorTable,
        };
        var remote = new JudgeOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Task.Run(
                    () =>
                    {
                        var names = (result.GetValue(columns) ?? [])
                            .Select(entry => entry.Split('=', 2))
                            .ToDictionary(pair => pair[0], pair => pair[1]);
                        var rows = result
                            .GetRequiredValue(files)
                            .SelectMany(file => ResponseFile.Read(file, result.GetValue(language), names))
                            .ToList();
                        if (result.GetValue(errorTable) is { } path)
                        {
                            File.WriteAllText(path, JudgeMeasurement.Measure(rows));
                            return ExitCode.Done;
                        }

                        var native = result.GetValue(weights) is { } own ? NativeJudge.Load(own) : NativeJudge.Instance;
                        return Judge(
                            native,
                            result.GetValue(heldOut) ? JudgeError.Split(rows).HeldOut : rows,
                            result.GetValue(labels) ?? [],
                            remote.Read(result),
                            result.GetValue(write),
                            result.GetValue(json),
                            result,
                            cancel
                        );
                    },
                    CancellationToken.None
                )
        );
        command.Add(JudgeLearnCommand.Create());
        command.Add(JudgeTableCommand.Create());
        return command
            .WithExample(
                "The answers of a finished run, and labels that people gave to some of them",
                "refrain judge runs/my-model-0123456789ab --labels labels.csv"
            )
            .WithExample(
                "A spreadsheet of answers in Korean, whose column is called completion",
                "refrain judge answers.csv --language ko --column response=completion"
            )
            .WithExample(
                "WildGuard on this machine, at most 500 requests, beside the product's own judge",
                "refrain judge answers.jsonl --judge wildguard --judge-endpoint "
                    + "http://127.0.0.1:8000/v1 --judge-model allenai/wildguard --judge-budget requests=500"
            );
    }

    private static int Judge(
        NativeJudge own,
        IReadOnlyList<LabelledResponse> rows,
        string[] labels,
        RemoteJudgeSettings? settings,
        string? write,
        bool json,
        ParseResult result,
        CancellationToken cancel
    )
    {
        var joined = labels.Select(entry => Labelled(entry, rows)).ToList();
        var inputs = rows.Select(row => row.Input).ToList();
        var native = Judgements.Of(own, inputs, cancel: cancel);
        var judgements = native;
        List<JudgeVerdicts> judges = [Verdicts(own, native) with { Name = "native" }];
        bool failed = false;
        if (settings is not null)
        {
            using var judge = new RemoteJudge(settings, AnswerFolder.Of(settings.Cache ?? CacheFolder.Default));
            RequirePrompts(judge, rows);
            judgements = Judgements.Of(judge, inputs, settings.Concurrency, JudgeNotes.Progress(judge, inputs.Count, result.Quiet), cancel);
            judges.Add(Verdicts(judge, judgements));
            failed = JudgeNotes.Ended(judge, judgements);
        }

        JudgeVerdicts?[] flags =
        [
            JudgeVerdicts.OfFlag("substring", rows, row => row.SubstringRefusal),
            JudgeVerdicts.OfFlag("label", rows, row => row.Refusal),
        ];
        judges.AddRange([.. flags.OfType<JudgeVerdicts>(), .. joined.SelectMany(file => file.Judges)]);
        if (write is not null)
        {
            JudgedFile.Write(write, rows, judgements);
        }

        var judged = rows.Zip(judgements).ToList();
        var agreement = AgreementReport.Count(judged.Select(pair => (pair.First, pair.Second.Outcome)));
        var pairs = JudgePair.All(judges, rows);
        if (json)
        {
            JudgeOutput.WriteJson(result.Output, judgements, agreement, judges[settings is null ? 0 : 1].Version, judges, pairs);
        }
        else
        {
            JudgeOutput.WriteTables(judged, agreement);
            PairOutput.WriteTable(pairs, byLanguage: settings is not null || labels.Length > 0, result.Output);
        }

        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    private static JudgeVerdicts Verdicts(IJudge judge, IReadOnlyList<Judgement> judgements) =>
        new(judge.Name, judge.Version, [.. judgements.Select(judgement => (Outcome?)judgement.Outcome)]);

    private static LabelJoin Labelled(string entry, IReadOnlyList<LabelledResponse> rows)
    {
        var join = LabelJoin.Of(LabelFile.ReadNamed(entry), rows);
        if (join.Unmatched > 0)
        {
            Messages.Write($"note: {entry}: {join.Unmatched} labels are of responses that are not among these");
        }

        return join;
    }

    private static void RequirePrompts(RemoteJudge judge, IReadOnlyList<LabelledResponse> rows)
    {
        int missing = judge.NeedsPrompt ? rows.Count(row => row.Prompt is null) : 0;
        if (missing > 0)
        {
            throw new BadInputException(
                "FILE",
                $"{missing} of {rows.Count} rows have no prompt, which {judge.Name} reads",
                "a field prompt",
                "Say with --column which field it is, or judge with a prompt of your own that does not hold {prompt}."
            );
        }
    }
}
