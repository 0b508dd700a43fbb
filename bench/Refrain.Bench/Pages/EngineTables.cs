using System.Globalization;
using System.Text;

namespace Refrain.Bench.Pages;

/// <summary>Refrain beside llama.cpp and beside the machine's own matrix products.</summary>
internal static class EngineTables
{
    public static void Write(StringBuilder text, Results results)
    {
        foreach (
            (string part, string title) in ((string, string)[])
                [
                    (Engines.Reading, "Reading prompts"),
                    (Engines.Generating, "Answering in a batch"),
                    (Engines.Single, "Answering one prompt"),
                ]
        )
        {
            if (results.Engines.TryGetValue(part, out var result))
            {
                Table(text, title, result);
            }
        }
    }

    private static void Table(StringBuilder text, string title, EngineResult result)
    {
        string answers =
            result.NewTokens == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $", {result.NewTokens} new tokens each; the time includes reading the prompts"
                );
        text.AppendLine().AppendLine($"## {title}").AppendLine();
        text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{result.Model}; {result.Rows} prompt{(result.Rows == 1 ? "" : "s")} "
                    + $"of {result.PromptTokens} tokens together{answers}. "
                    + $"{result.Ceilings.Length} rounds; ceiling {new Spread(result.Ceilings).Show("F0")} GFLOP/s. {result.Machine}."
            )
            .AppendLine();
        text.AppendLine("| engine | tokens a second | against it in like precision: Refrain / llama.cpp | equal answers |")
            .AppendLine("|---|---|---|---|");
        foreach (var engine in result.Engines)
        {
            var speed = new Spread(engine.TokensPerSecond);
            var other = result.Engines.FirstOrDefault(one => one.Name == engine.Against);
            string ratio = other is null ? "" : $"{speed.Over(new Spread(other.TokensPerSecond)).Show("F2")} × {other.Name}";
            string equal = engine.EqualAnswers is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} of {result.Rows}") : "";
            text.AppendLine($"| {engine.Name} | {speed.Show(speed.Median < 100 ? "F1" : "F0")} | {ratio} | {equal} |");
        }

        if (result.NewTokens == 0 && result.Engines.FirstOrDefault(engine => engine.Name == Engines.Exact) is { } exact)
        {
            var share = new Spread([.. exact.TokensPerSecond.Select(tokens => 100 * tokens * result.OperationsPerToken / 1e9)]).Over(
                new Spread(result.Ceilings)
            );
            text.AppendLine()
                .AppendLine(
                    $"`exact` reaches {share.Show("F0")} % of the ceiling: "
                        + $"the blocks' products counted, attention, norms and the head as lost time."
                );
        }
    }
}
