using System.Globalization;
using System.Text;

namespace Refrain.Bench.Pages;

/// <summary>How time and memory grow.</summary>
internal static class GrowthTables
{
    public static void Write(StringBuilder text, Results results)
    {
        if (results.Growth.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine("## Growth").AppendLine();
        text.AppendLine(
            $"Audits in a process of their own. \"Growing\" is the time without the stages that do not depend on the size; "
                + $"\"to linear\" is that time per token (of prompts and of answers at their longest) beside that of the first row: "
                + $"1 is linear, less is better. Seconds. {results.Growth.Values.First().Machine}."
        );
        Table(
            text,
            results,
            Growth.Prompts,
            "test prompts: copies of PolyRefuse (en and ko; all its test prompts, each copy with a mark of its own)",
            "The embedded demo model. The direction is found on as many prompts as ever, so extraction and selection do not grow.",
            ["extraction", "selection"]
        );
        Table(
            text,
            results,
            Growth.Languages,
            "languages of PolyRefuse, 64 test prompts of each class",
            "The embedded demo model. The selection is the source language's alone.",
            ["selection"]
        );
        Table(
            text,
            results,
            Growth.Layers,
            "layers: random llama checkpoints 256 wide (en and ko, 64 test prompts of each class)",
            "A random model has no direction, so this is extraction and answers. "
                + "The selection scores one candidate per layer and position over all layers: "
                + "it grows with the square by its definition, less what its filters save.",
            []
        );
    }

    private static void Table(StringBuilder text, Results results, string axis, string title, string note, string[] constant)
    {
        if (!results.Growth.TryGetValue(axis, out var growth) || growth.Points.Count == 0)
        {
            return;
        }

        double Growing(GrowthPoint point) =>
            point
                .Runs.Select(run => run.Seconds - constant.Sum(stage => run.Stages.GetValueOrDefault(stage)))
                .Order()
                .ElementAt(point.Runs.Count / 2);
        (int firstSize, var first) = growth.Points.First();
        double Linear(int size, GrowthPoint point) =>
            axis == Growth.Layers
                ? Growing(point) / size / (Growing(first) / firstSize)
                : Growing(point) / point.Tokens / (Growing(first) / first.Tokens);
        text.AppendLine().AppendLine($"By {title}. {note}").AppendLine();
        text.AppendLine($"| {axis} | responses | tokens | all | growing | to linear | peak, MB | of it managed, MB |")
            .AppendLine("|---|---|---|---|---|---|---|---|");
        foreach ((int size, var point) in growth.Points)
        {
            string all = new Spread([.. point.Runs.Select(run => run.Seconds)]).Show("F1"),
                peak = new Spread([.. point.Runs.Select(run => run.PeakBytes / 1e6)]).Show("F0"),
                managed = new Spread([.. point.Runs.Select(run => run.ManagedBytes / 1e6)]).Show("F0");
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {size}{(axis == Growth.Prompts ? "×" : "")} | {point.Responses} | {point.Tokens} "
                    + $"| {all} | {Growing(point):F1} | {Linear(size, point):F2} | {peak} | {managed} |"
            );
        }
    }
}
