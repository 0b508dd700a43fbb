using System.CommandLine;
using Refrain.Judging;
using Refrain.Judging.Learning;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain judge learn</c>: the native judge's weights, learned from labelled responses.</summary>
internal static class JudgeLearnCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "JSONL or CSV files of responses with language and refusal (0 or 1), and optionally model.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output")
        {
            Description = "The file to write.",
            HelpName = "file",
            Required = true,
        };
        var except = new Option<string[]>("--except")
        {
            Description = "Languages whose labels are not to be trusted; may be repeated.",
            HelpName = "language",
        };
        var attribution = new Option<string[]>("--attribution")
        {
            Description = "Whose responses and labels these are, and their licence, to stand in the file; may be repeated.",
            HelpName = "text",
        };
        var shipped = new Option<bool>("--shipped")
        {
            Description = "As the judge that ships was learned: its exceptions and attribution.",
        };
        var command = new Command(
            "learn",
            "Learns the judge's weights from labelled responses, on one core and without randomness: the same rows give the same file."
        )
        {
            files,
            output,
            except,
            attribution,
            shipped,
        };
        command.SetAction(result =>
        {
            var rows = result.GetRequiredValue(files).SelectMany(file => ResponseFile.Read(file)).ToList();
            string text = result.GetValue(shipped)
                ? JudgeMeasurement.Learn(rows)
                : JudgeWeightsFormat.Write(
                    JudgeLearning.Learn(ReadRow.All(rows), result.GetValue(except) ?? [], result.GetValue(attribution) ?? [])
                );
            File.WriteAllText(result.GetRequiredValue(output), text);
            return ExitCode.Done;
        });
        return command.WithExample("A judge for one's own labels", "refrain judge learn labelled.csv --output weights.json");
    }
}
