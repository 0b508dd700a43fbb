using System.CommandLine;
using Refrain.Inference;

namespace Refrain.Cli;

/// <summary>The options of how this machine computes, the same in every command that runs a model.</summary>
internal sealed class ComputeOptions
{
    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads that compute; REFRAIN_THREADS by default, else the processors. No result depends on it.",
        HelpName = "number",
    };
    private readonly Option<int?> batchTokens = new("--batch-tokens")
    {
        Description = "Tokens of a batch; by default 2048, or fewer where the model is large. No result depends on it.",
        HelpName = "number",
    };

    public ComputeOptions()
    {
        Options.Within(threads, 1, ComputeSettings.MostThreads, whole: true, ComputeSettings.ThreadsExpected);
        Options.Within(
            batchTokens,
            1,
            ComputeSettings.MostBatchTokens,
            whole: true,
            $"a whole number from 1 to {ComputeSettings.MostBatchTokens}"
        );
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="batches">False: it has no batches to speak of.</param>
    public ComputeOptions AddTo(Command command, bool batches = true)
    {
        command.Add(threads);
        if (batches)
        {
            command.Add(batchTokens);
        }

        return this;
    }

    /// <summary>What was given.</summary>
    public ComputeSettings Read(ParseResult result) =>
        new() { Threads = result.GetValue(threads), BatchTokens = result.GetValue(batchTokens) };
}
