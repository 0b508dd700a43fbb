using Refrain.Checkpoints;
using Refrain.Inference;

namespace Refrain.Bench;

/// <summary>Refrain and llama.cpp on the same weights, like against like, round by round.</summary>
internal static class Engines
{
    public const string Reading = "reading",
        Generating = "generation",
        Single = "single";
    public const string LlamaFolder = "bench/llama-cpp";

    public const string Exact = "Refrain exact",
        Fast = "Refrain fast",
        Floats = "llama.cpp F32",
        Stored = "llama.cpp as stored";

    /// <param name="path">A GGUF file.</param>
    /// <param name="parts">Which of <see cref="Reading"/>, <see cref="Generating"/> and <see cref="Single"/>.</param>
    /// <param name="options">How often, and how large.</param>
    public static IReadOnlyDictionary<string, EngineResult> Run(string path, IReadOnlyList<string> parts, ComparisonOptions options)
    {
        string cache = CacheFolder.Default;
        using var checkpoint = Checkpoint.Open(path);
        string floats = FloatGguf.Find(checkpoint, path, cache);
        using var exact = Model.Open(checkpoint, cache, ownsCheckpoint: false);
        using var fast = Model.Open(checkpoint, cache, Precision.Fast, ownsCheckpoint: false);
        int[][] rows = Rows(checkpoint.Config, options.Rows);
        int capacity = rows.Sum(row => row.Length + options.NewTokens + 8) + 4 * options.NewTokens + 1024;
        using var llamaFloats = new LlamaCpp(LlamaFolder, floats, Inference.Runtime.Threads, options.Rows, capacity);
        using var llamaStored = new LlamaCpp(LlamaFolder, path, Inference.Runtime.Threads, options.Rows, capacity);
        Contender[] contenders =
        [
            Contender.Refrain(Exact, Floats, exact, options.BatchTokens),
            Contender.Llama(Floats, llamaFloats),
            Contender.Refrain(Fast, Stored, fast, options.BatchTokens),
            Contender.Llama(Stored, llamaStored),
        ];
        using var ceiling = new GemmCeiling(checkpoint.Config, 1024);
        var times = parts.ToDictionary(
            part => part,
            part => new PartTimes(
                contenders,
                part == Single ? [rows[0]] : rows,
                part == Reading ? 0
                    : part == Single ? 4 * options.NewTokens
                    : options.NewTokens
            )
        );
        int rounds = options.Rounds ?? 5;
        for (int round = 0; round <= rounds; round++)
        {
            Console.Error.WriteLine(round == 0 ? "warming up" : $"round {round} of {rounds}");
            foreach (var part in times.Values)
            {
                part.Round(ceiling.Measure(), round);
            }
        }

        return times.ToDictionary(
            pair => pair.Key,
            pair =>
                pair.Value.Result(
                    checkpoint.Config,
                    $"{checkpoint.Config.Architecture}, {checkpoint.ParameterCount / 1_000_000} M parameters, "
                        + $"{string.Join(" and ", checkpoint.StorageNames)}"
                )
        );
    }

    // Lengths as of short requests in a template; ids at random, because speed does not depend on them.
    private static int[][] Rows(ModelConfig config, int count)
    {
        var random = new Random(7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => Enumerable.Range(0, random.Next(16, 56)).Select(_ => random.Next(100, config.VocabularySize)).ToArray()),
        ];
    }
}
