using Refrain.Checkpoints;

namespace Refrain.Bench;

/// <summary>Times of every engine at one thing: reading (no new tokens) or answering.</summary>
internal sealed class PartTimes(Contender[] contenders, int[][] rows, int newTokens)
{
    private readonly List<double> ceilings = [];
    private readonly Dictionary<string, List<double>> speeds = contenders.ToDictionary(
        contender => contender.Name,
        _ => new List<double>()
    );
    private readonly Dictionary<string, int[][]> answers = [];

    /// <summary>
    /// Runs every engine once, in turns from the front and from the back, so that none always follows the same one; round 0 only warms up.
    /// </summary>
    public void Round(double ceiling, int round)
    {
        if (round > 0)
        {
            ceilings.Add(ceiling);
        }

        foreach (var contender in round % 2 == 0 ? contenders.Reverse() : contenders)
        {
            double tokens = newTokens == 0 ? rows.Sum(row => row.Length) : rows.Length * newTokens;
            double seconds = newTokens == 0 ? contender.Read(rows) : Generate(contender);
            if (round > 0)
            {
                speeds[contender.Name].Add(tokens / seconds);
            }
        }
    }

    public EngineResult Result(ModelConfig config, string model) =>
        new()
        {
            Machine = $"{Machine.Description}, {Machine.LlamaCpp(Engines.LlamaFolder)}",
            Model = model,
            Rows = rows.Length,
            PromptTokens = rows.Sum(row => row.Length),
            NewTokens = newTokens,
            Ceilings = [.. ceilings],
            OperationsPerToken = GemmCeiling.OperationsPerToken(config),
            Engines =
            [
                .. contenders.Select(contender => new EngineSpeed
                {
                    Name = contender.Name,
                    Against = contender.Against,
                    TokensPerSecond = [.. speeds[contender.Name]],
                    EqualAnswers =
                        contender.Against is { } other && newTokens > 0
                            ? answers[contender.Name].Zip(answers[other]).Count(pair => pair.First.SequenceEqual(pair.Second))
                            : null,
                }),
            ],
        };

    private double Generate(Contender contender)
    {
        (double seconds, answers[contender.Name]) = contender.Generate(rows, newTokens);
        return seconds;
    }
}
