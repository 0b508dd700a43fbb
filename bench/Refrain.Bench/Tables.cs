using System.Globalization;
using System.Text;

namespace Refrain.Bench;

/// <summary>The tables of the comparison, as Markdown.</summary>
internal static class Tables
{
    /// <summary>The ceiling at which times are stated, GFLOP/s.</summary>
    private const double StatedCeiling = 300;

    public static string Engines(IReadOnlyList<Contender> contenders, Spread ceilings, double operationsPerToken, IReadOnlyList<int[]> rows, ComparisonOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Matrix products alone at the model's shapes, 1024 rows: {ceilings.Show("F0")} GFLOP/s. {rows.Count} prompts of {rows.Sum(row => row.Length)} tokens together, {options.NewTokens} new tokens each; one row: {4 * options.NewTokens}. Median (least–most) of {options.Rounds} interleaved rounds, tokens a second; batched generation includes reading the prompts.");
        text.AppendLine();
        text.AppendLine("| engine | reading | batched generation | one row | Refrain exact against it: reading | batched | one row |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        var mine = contenders[0];
        foreach (var contender in contenders)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {contender.Prefill.Show("F0")} | {contender.Batched.Show("F0")} | {contender.Single.Show("F1")} | {mine.Prefill.Over(contender.Prefill).Show("F2")} | {mine.Batched.Over(contender.Batched).Show("F2")} | {mine.Single.Over(contender.Single).Show("F2")} |");
        }

        var share = new Spread();
        foreach ((double tokens, double ceiling) in mine.Prefill.Values.Zip(ceilings.Values))
        {
            share.Add(100 * tokens * operationsPerToken / 1e9 / ceiling);
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Reading reaches {share.Show("F0")} % of the ceiling (products of the blocks; attention, norms and the head counted as lost time).");
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Answers equal, row by row: {Equal(mine, contenders[1])} of {rows.Count} with {contenders[1].Name}.");
        return text.ToString();
    }

    public static string Selection(SelectionTimes selection, GemmCeiling ceiling, int rounds)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine("| selection, seconds | zero ablation | affine more | extraction and filter | total | GFLOP/s beside it | zero at 300 | affine at 300 | total at 300 | chosen |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        for (int round = 0; round < rounds; round++)
        {
            foreach (bool full in (bool[])[false, true])
            {
                double before = ceiling.Measure();
                (var seconds, string choice) = selection.Measure(full);
                double beside = (before + ceiling.Measure()) / 2;
                double zero = seconds.GetValueOrDefault("zero"), affine = seconds.GetValueOrDefault("affine"), total = seconds["total"];
                double scale = beside / StatedCeiling;
                text.AppendLine(CultureInfo.InvariantCulture, $"| {(full ? "every score" : "what the choice needs")} | {zero:F1} | {affine:F1} | {total - zero - affine:F1} | {total:F1} | {beside:F0} | {zero * scale:F1} | {affine * scale:F1} | {total * scale:F1} | {choice} |");
            }
        }

        return text.ToString();
    }

    private static int Equal(Contender left, Contender right) => left.Answers.Zip(right.Answers).Count(pair => pair.First.SequenceEqual(pair.Second));
}
