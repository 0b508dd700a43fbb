namespace Refrain.Judging;

/// <summary>Says what a response does with its request. One class per judge; instances may be called from several threads.</summary>
public interface IJudge
{
    /// <summary>The judge in a few words, as reports show it.</summary>
    string Name { get; }

    /// <summary>Identifies everything that verdicts depend on; judgements of different versions are never mixed.</summary>
    string Version { get; }

    /// <summary>Judges one response. What cannot be judged is <see cref="Outcome.Unjudged"/>, never an exception.</summary>
    Judgement Judge(JudgeInput input, CancellationToken cancel = default);

    /// <summary>The same without holding a thread while a judge waits for an answer; judges that wait for none answer at once.</summary>
    ValueTask<Judgement> JudgeAsync(JudgeInput input, CancellationToken cancel = default) => new(Judge(input, cancel));
}
