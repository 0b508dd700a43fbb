using System.Globalization;
using System.Text;

namespace Refrain.Bench.Pages;

/// <summary>The selection with its savings off and on.</summary>
internal static class SelectionTable
{
    public static string Name(string variant) =>
        variant switch
        {
            SelectionTimes.Needed => "what the choice needs",
            SelectionTimes.Full => "every score (`--full-sweep`)",
            _ => "every score, every block from the first on, one candidate at a time",
        };

    public static void Write(StringBuilder text, Results results)
    {
        if (results.Selection.Count == 0)
        {
            return;
        }

        var any = results.Selection.Values.First();
        text.AppendLine().AppendLine("## Selecting the direction").AppendLine();
        text.AppendLine($"English, 128 + 128 train and 32 + 32 validation prompts of PolyRefuse; {any.Model}. {any.Machine}. Seconds.")
            .AppendLine();
        text.AppendLine(
                "| measured | reading, filter and directions | zero ablation | affine ablation more | all "
                    + "| ceiling, GFLOP/s | up to zero ablation, at 300 | affine, at 300 | all, at 300 |"
            )
            .AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach ((string variant, var result) in InOrder(results))
        {
            Spread Of(Func<SelectionRound, double> value) => new([.. result.Rounds.Select(value)]);
            string Scaled(Func<SelectionRound, double> value) => Of(round => value(round) * round.Ceiling / Page.StatedCeiling).Show("F1");
            double UpToZero(SelectionRound round) => round.Prepared + round.Zero;
            double All(SelectionRound round) => round.Prepared + round.Zero + round.Affine;
            text.AppendLine(
                $"| {Name(variant)} | {Of(round => round.Prepared).Show("F1")} | {Of(round => round.Zero).Show("F1")} "
                    + $"| {Of(round => round.Affine).Show("F1")} | {Of(All).Show("F1")} | {Of(round => round.Ceiling).Show("F0")} "
                    + $"| {Scaled(UpToZero)} | {Scaled(round => round.Affine)} | {Scaled(All)} |"
            );
        }

        text.AppendLine();
        string[] choices = [.. InOrder(results).SelectMany(pair => pair.Value.Rounds).Select(round => round.Choice).Distinct()];
        text.AppendLine(
            choices.Length == 1
                ? $"All chose the same: {choices[0]}."
                : "**They chose differently**: "
                    + string.Join(
                        "; ",
                        InOrder(results)
                            .Select(pair =>
                                $"{Name(pair.Key)}: {string.Join(", ", pair.Value.Rounds.Select(round => round.Choice).Distinct())}"
                            )
                    )
                    + "."
        );
        foreach (
            (string variant, var result) in InOrder(results)
                .Where(pair => pair.Key != SelectionTimes.Needed && results.Selection.ContainsKey(SelectionTimes.Needed))
        )
        {
            double Median(SelectionTimesResult one) =>
                new Spread([.. one.Rounds.Select(round => (round.Prepared + round.Zero + round.Affine) * round.Ceiling)]).Median;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"What the choice needs takes 1/{Median(result) / Median(results.Selection[SelectionTimes.Needed]):F1} "
                    + $"of the time of {Name(variant)}, at equal ceilings."
            );
        }
    }

    private static IEnumerable<KeyValuePair<string, SelectionTimesResult>> InOrder(Results results) =>
        results.Selection.OrderBy(pair => Array.IndexOf([SelectionTimes.Needed, SelectionTimes.Full, SelectionTimes.Plain], pair.Key));
}
