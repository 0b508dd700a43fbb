using System.Text;
using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Bench;

/// <summary>Everything side by side in one run, round by round.</summary>
internal static class Comparison
{
    public static int Run(string path, ComparisonOptions options)
    {
        string cache = CacheFolder.Default;
        string floats = Path.Combine(cache, "bench", Path.GetFileNameWithoutExtension(path) + "-f32.gguf");
        if (!File.Exists(floats))
        {
            Console.Error.WriteLine($"writing {floats}");
            FloatGguf.Write(path, floats);
        }

        using var checkpoint = Checkpoint.Open(path);
        var format = PromptFormat.Of(checkpoint);
        using var model = Model.Open(checkpoint, cache);
        var rows = Rows(model.Config, options.Rows);
        using var ceiling = new GemmCeiling(model.Config, 1024);
        string scripts = Path.Combine("bench", "llama-cpp");
        int capacity = rows.Sum(row => row.Length + 4 * options.NewTokens + 8) + 1024;
        using var llamaFloats = new LlamaCpp(scripts, floats, Inference.Runtime.Threads, options.Rows, capacity);
        using var llamaStored = new LlamaCpp(scripts, path, Inference.Runtime.Threads, options.Rows, capacity);
        Contender[] contenders = [Contender.Refrain("Refrain exact", model), Contender.Llama("llama.cpp F32", llamaFloats), Contender.Llama("llama.cpp as stored", llamaStored)];
        var ceilings = new Spread();
        for (int round = 0; round <= options.Rounds; round++)
        {
            Console.Error.WriteLine(round == 0 ? "warming up" : $"round {round} of {options.Rounds}");
            double reached = ceiling.Measure();
            foreach (var contender in contenders)
            {
                contender.Round(rows, options.NewTokens, counts: round > 0);
            }

            if (round > 0)
            {
                ceilings.Add(reached);
            }
        }

        var text = new StringBuilder();
        text.Append(Tables.Engines(contenders, ceilings, GemmCeiling.OperationsPerToken(model.Config), rows, options));
        if (options.SelectionRounds > 0)
        {
            var selection = new SelectionTimes(model, format, options.Suite);
            text.Append(Tables.Selection(selection, ceiling, options.SelectionRounds));
        }

        Console.WriteLine(text);
        if (options.Write is { } file)
        {
            File.WriteAllText(file, text.ToString());
        }

        return 0;
    }

    // Lengths as of short requests in a template; ids at random, because speed does not depend on them.
    private static int[][] Rows(ModelConfig config, int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(16, 56)).Select(_ => random.Next(100, config.VocabularySize)).ToArray())];
    }
}
