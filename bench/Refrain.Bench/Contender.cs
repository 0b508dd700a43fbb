using System.Diagnostics;
using Refrain.Inference;

namespace Refrain.Bench;

/// <summary>One engine's times over the rounds: tokens a second.</summary>
internal sealed class Contender(string name, Func<IReadOnlyList<int[]>, double> prefill, Func<IReadOnlyList<int[]>, int, (double Seconds, int[][] Answers)> generate)
{
    public string Name => name;

    public Spread Prefill { get; } = new();

    public Spread Batched { get; } = new();

    public Spread Single { get; } = new();

    public int[][] Answers { get; private set; } = [];

    /// <summary>Runs everything once; a round that does not count warms caches up.</summary>
    public void Round(IReadOnlyList<int[]> rows, int newTokens, bool counts)
    {
        double read = rows.Sum(row => row.Length) / prefill(rows);
        (double seconds, Answers) = generate(rows, newTokens);
        double single = 4 * newTokens / generate([rows[0]], 4 * newTokens).Seconds;
        if (counts)
        {
            Prefill.Add(read);
            Batched.Add(rows.Count * newTokens / seconds);
            Single.Add(single);
        }
    }

    public static Contender Refrain(string name, Model model) => new(
        name,
        rows =>
        {
            long start = Stopwatch.GetTimestamp();
            foreach (int[] batch in Batches.Plan([.. rows.Select(row => row.Length)], Batches.Tokens))
            {
                model.Forward(new ForwardRequest { Rows = [.. batch.Select(row => rows[row])] });
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        },
        (rows, tokens) =>
        {
            long start = Stopwatch.GetTimestamp();
            var answers = Generation.Greedy(model, new GenerationRequest { Rows = rows, MaximumNewTokens = tokens, IgnoreEnd = true });
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, [.. answers.Select(answer => answer.Ids)]);
        });

    public static Contender Llama(string name, LlamaCpp engine) => new(name, rows => engine.Prefill(rows).Seconds, engine.Generate);
}
