using System.Collections.Concurrent;

namespace Refrain.Judging.Remote;

/// <summary>
/// Keeps a judging model's answers under their keys, so that none is asked for twice. Both are called from several threads.
/// </summary>
/// <param name="Find">The answer of a key, or null.</param>
/// <param name="Keep">Keeps an answer: when it returns, a killed run has it.</param>
internal sealed record AnswerMemory(Func<string, string?> Find, Action<string, string> Keep)
{
    /// <summary>Lasts as long as the process.</summary>
    public static AnswerMemory OfProcess()
    {
        var answers = new ConcurrentDictionary<string, string>();
        return new AnswerMemory(key => answers.GetValueOrDefault(key), (key, answer) => answers[key] = answer);
    }

    /// <summary>Looks here, then there; keeps in both.</summary>
    public AnswerMemory Before(AnswerMemory other) =>
        new(
            key =>
            {
                if (Find(key) is { } own)
                {
                    return own;
                }

                if (other.Find(key) is not { } found)
                {
                    return null;
                }

                Keep(key, found);
                return found;
            },
            (key, answer) =>
            {
                Keep(key, answer);
                other.Keep(key, answer);
            }
        );
}
