namespace Refrain.Audits;

/// <summary>Work that computes for minutes to hours, on a thread of its own, so that it holds none of those that serve others.</summary>
internal static class LongWork
{
    /// <summary>Does it.</summary>
    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(
            work,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default
        );
}
