using System.Text;

namespace Refrain.Bench.Pages;

/// <summary>docs/performance.md: what was measured, how to measure it again, and what was not.</summary>
internal static class Page
{
    /// <summary>Times are stated as on a machine that multiplies matrices at this speed, GFLOP/s.</summary>
    public const double StatedCeiling = 300;

    private const string Top =
        "# Performance\n\n"
        + "Written by `bench/compare --write docs/performance.md`, from what it measured. "
        + "[bench/README.md](../bench/README.md) says how to run it, all at once or a section at a time.\n\n"
        + "- Every round runs every engine once, in turns from the front and from the back; "
        + "a ratio is taken within a round, so that what slows the whole machine cancels. "
        + "Shown is the median with the least and the most.\n"
        + "- Beside every time stands the machine's *ceiling* of that moment: "
        + "matrix products alone, by the same runtime, at the model's shapes and 1024 rows, in float32. "
        + "Times \"at 300\" are the measured ones times ceiling / 300 GFLOP/s. "
        + "Ratios and shares of the ceiling are what lasts.\n";

    public static string Of(Results results)
    {
        var text = new StringBuilder(Top);
        EngineTables.Write(text, results);
        SelectionTable.Write(text, results);
        AuditTable.Write(text, results);
        GrowthTables.Write(text, results);
        PieceTable.Write(text, results);
        Missing(text, results);
        return text.ToString();
    }

    private static void Missing(StringBuilder text, Results results)
    {
        string[] sections =
        [
            .. ((string[])[Engines.Reading, Engines.Generating, Engines.Single])
                .Where(part => !results.Engines.ContainsKey(part))
                .Select(part => $"{part} beside llama.cpp"),
            .. ((string[])[SelectionTimes.Needed, SelectionTimes.Full, SelectionTimes.Plain])
                .Where(variant => !results.Selection.ContainsKey(variant))
                .Select(variant => $"the selection: {SelectionTable.Name(variant)}"),
            .. ((string[])["exact", "fast"])
                .Where(precision => !results.Audit.ContainsKey(precision))
                .Select(precision => $"the whole audit, `{precision}`"),
            .. ((string[])[Growth.Prompts, Growth.Languages, Growth.Layers])
                .Where(axis => !results.Growth.ContainsKey(axis))
                .Select(axis => $"growth with {axis}"),
            .. results.Pieces is null ? (string[])["the pieces"] : [],
            "other processors, systems, and more than the threads named above",
            "models of other sizes: the speed of a large one is that of its matrix products, which the share of the ceiling says",
            "llama.cpp as its own build for this processor: "
                + "the binding's prebuilt one, which chooses its kernels at run time, is what was compared",
        ];
        text.AppendLine().AppendLine("## Not measured").AppendLine();
        foreach (string section in sections)
        {
            text.AppendLine($"- {section}");
        }
    }
}
