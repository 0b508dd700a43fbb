namespace Refrain.Judging;

/// <summary>Judges many responses.</summary>
internal static class Judgements
{
    /// <summary>The judgements in the inputs' order.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="inputs">What it looks at.</param>
    /// <param name="concurrency">Responses judged at once.</param>
    /// <param name="done">Told how many are judged, from several threads, or null.</param>
    /// <param name="cancel">Ends it.</param>
    public static IReadOnlyList<Judgement> Of(
        IJudge judge,
        IReadOnlyList<JudgeInput> inputs,
        int concurrency = 1,
        Action<int>? done = null,
        CancellationToken cancel = default
    ) => Of(judge, inputs.Count, i => inputs[i], concurrency, done, cancel);

    /// <summary>The judgements of inputs that are read when it is their turn.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="inputs">How many there are.</param>
    /// <param name="input">The input of an index; called by several threads.</param>
    /// <param name="concurrency">Responses judged at once.</param>
    /// <param name="done">Told how many are judged, from several threads, or null.</param>
    /// <param name="cancel">Ends it.</param>
    public static IReadOnlyList<Judgement> Of(
        IJudge judge,
        int inputs,
        Func<int, JudgeInput> input,
        int concurrency = 1,
        Action<int>? done = null,
        CancellationToken cancel = default
    )
    {
        var judged = new Judgement[inputs];
        int count = 0;
        try
        {
            Parallel.For(0, inputs, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancel }, i =>
            {
                judged[i] = judge.Judge(input(i), cancel);
                done?.Invoke(Interlocked.Increment(ref count));
            });
        }
        catch (AggregateException error)
        {
            // Several may have failed at once, of one cause.
            throw error.InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException) ?? error.InnerExceptions[0];
        }

        return judged;
    }
}
