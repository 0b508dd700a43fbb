using System.Globalization;
using System.Text;

namespace Refrain.Bench.Pages;

/// <summary>Whole audits.</summary>
internal static class AuditTable
{
    public static void Write(StringBuilder text, Results results)
    {
        if (results.Audit.Count == 0)
        {
            return;
        }

        var any = results.Audit.Values.First();
        string[] stages = [.. results.Audit.Values.SelectMany(audit => audit.Run.Stages.Keys).Distinct()];
        text.AppendLine().AppendLine("## A whole audit").AppendLine();
        text.AppendLine(
                $"Every language of {any.Suite} at the default size (64 test prompts of each class, 24 new tokens), "
                    + $"a process of its own; {any.Model}. {any.Machine}. Seconds; the peak is VmHWM, mapped weights included."
            )
            .AppendLine();
        text.AppendLine($"| precision | {string.Join(" | ", stages)} | all | ceiling, GFLOP/s | all, at 300 | peak, GB |")
            .AppendLine($"|---|{string.Concat(stages.Select(_ => "---|"))}---|---|---|---|");
        foreach ((string precision, var audit) in results.Audit.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string each = string.Join(
                " | ",
                stages.Select(stage =>
                    audit.Run.Stages.TryGetValue(stage, out double seconds) ? seconds.ToString("F0", CultureInfo.InvariantCulture) : "–"
                )
            );
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {precision} | {each} | {audit.Run.Seconds:F0} | {audit.Ceiling:F0} "
                    + $"| {audit.Run.Seconds * audit.Ceiling / Page.StatedCeiling:F0} | {audit.Run.PeakBytes / 1e9:F2} |"
            );
        }
    }
}
