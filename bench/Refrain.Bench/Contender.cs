using System.Diagnostics;
using Refrain.Inference;

namespace Refrain.Bench;

/// <summary>An engine in one precision.</summary>
/// <param name="Name">How the page names it.</param>
/// <param name="Against">The engine of like precision, or null.</param>
/// <param name="Read">Seconds to read rows and give each one's next token.</param>
/// <param name="Generate">Seconds to answer rows with so many tokens, reading included, and the answers.</param>
internal sealed record Contender(
    string Name,
    string? Against,
    Func<IReadOnlyList<int[]>, double> Read,
    Func<IReadOnlyList<int[]>, int, (double Seconds, int[][] Answers)> Generate
)
{
    public static Contender Refrain(string name, string against, Model model, int? batchTokens) =>
        new(
            name,
            against,
            rows =>
            {
                long start = Stopwatch.GetTimestamp();
                foreach (int[] batch in Batches.Plan([.. rows.Select(row => row.Length)], batchTokens ?? Batches.TokensOf(model.Config)))
                {
                    model.Forward(new ForwardRequest { Rows = [.. batch.Select(row => rows[row])] }).Dispose();
                }

                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            (rows, tokens) =>
            {
                long start = Stopwatch.GetTimestamp();
                var answers = Generation.Greedy(
                    model,
                    new GenerationRequest
                    {
                        Rows = rows,
                        MaximumNewTokens = tokens,
                        IgnoreEnd = true,
                    }
                );
                return (Stopwatch.GetElapsedTime(start).TotalSeconds, [.. answers.Select(answer => answer.Ids)]);
            }
        );

    public static Contender Llama(string name, LlamaCpp engine) => new(name, null, rows => engine.Prefill(rows).Seconds, engine.Generate);
}
