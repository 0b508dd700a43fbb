// Reads a finished run into a table: a row for each language, class of prompts and treatment.
// dotnet run --project samples/ReadARun RUN
using Refrain.Judging;
using Refrain.Runs;

if (args is not [string folder])
{
    Console.Error.WriteLine("usage: ReadARun RUN");
    return 2;
}

var run = RunFolder.Open(folder);
Console.WriteLine($"# {run.Report.Model.Name}, {run.Report.Model.Layers} layers, direction from {run.Report.Settings.Source}");
Console.WriteLine("language\tclass\tcondition\tsource\tcontrol\tanswers\trefused\tunjudged\tmean tokens");
var rows = from answer in run.ReadAnswers() group answer by (answer.Response.Language, answer.Response.Class, answer.Response.Treatment);
foreach (var row in rows.OrderBy(row => row.Key.Language, StringComparer.Ordinal).ThenBy(row => row.Key.Class))
{
    var (language, promptClass, treatment) = row.Key;
    Console.WriteLine(
        string.Join(
            '\t',
            language,
            promptClass,
            treatment.Condition,
            treatment.Source ?? "-",
            treatment.Control,
            row.Count(),
            row.Count(answer => answer.Judgement.Outcome == Outcome.Refusal),
            row.Count(answer => answer.Judgement.Outcome == Outcome.Unjudged),
            $"{row.Average(answer => answer.Response.Tokens):F1}"
        )
    );
}

// The directions are there too, for one's own measurements.
using var directions = run.OpenDirections();
if (directions.OfSource() is { } source)
{
    Console.WriteLine(
        $"# directions [{source.Layers}, {source.Positions}, {source.HiddenSize}] of {string.Join(", ", directions.Languages)}"
    );
}

return 0;
