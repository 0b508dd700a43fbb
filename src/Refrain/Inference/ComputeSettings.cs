using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>
/// How this machine computes. No result depends on it but where two tokens are nearly as likely, so it is no part of what a run is.
/// </summary>
public sealed record ComputeSettings
{
    /// <summary>Most tokens of a batch that can be asked for.</summary>
    public const int MostBatchTokens = 65_536;

    /// <summary>Most threads that can be asked for: more than the processors only slow each other down.</summary>
    public static int MostThreads => 4 * Environment.ProcessorCount;

    /// <summary>What is expected of a number of threads, for messages.</summary>
    internal static string ThreadsExpected => $"a whole number from 1 to {MostThreads}, four times the processors";

    /// <summary>
    /// Threads that compute, 1 … <see cref="MostThreads"/>, the same for all that a process computes; null: <c>REFRAIN_THREADS</c>, else
    /// the processors that the process may use.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Tokens of a batch that only reads, 1 … <see cref="MostBatchTokens"/>; null: 2048, or fewer where those would take more than 2 GiB.
    /// </summary>
    public int? BatchTokens { get; init; }

    /// <summary>Refuses numbers that no machine computes with.</summary>
    /// <exception cref="BadInputException">Too many or too few.</exception>
    internal void Check()
    {
        KnownSettings.Threads.Require(Threads is null || (Threads >= 1 && Threads <= MostThreads), Threads, ThreadsExpected);
        KnownSettings.BatchTokens.Require(
            BatchTokens is null or (>= 1 and <= MostBatchTokens),
            BatchTokens,
            $"a whole number from 1 to {MostBatchTokens}"
        );
    }

    /// <summary>Tokens of a batch of a model.</summary>
    internal int BatchTokensOf(ModelConfig config) => BatchTokens ?? Batches.TokensOf(config);
}
