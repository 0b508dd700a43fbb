using System.Diagnostics;

namespace Refrain.Tokens;

/// <summary>
/// What the parts of a tokenizer, which come from a file, may spend on one text: time in regular expressions, and growth of the text.
/// </summary>
/// <remarks>One budget for a whole text, over all its pieces and all parts, kept for the thread that encodes it. Without one a part has the
/// least there is, for itself.</remarks>
internal sealed class EncodingBudget : IDisposable
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(750);

    /// <summary>Sixteen times what the real tokenizers take on a slow machine.</summary>
    private const double MicrosecondsPerCharacter = 4;

    private const int LeastLength = 1 << 14,
        GreatestGrowth = 16;

    [ThreadStatic]
    private static EncodingBudget? current;

    private readonly EncodingBudget? outer = current;
    private readonly TimeSpan limit;
    private readonly long longest;
    private TimeSpan spent;

    private EncodingBudget(int length)
    {
        limit = LeastTime + TimeSpan.FromMicroseconds(MicrosecondsPerCharacter * length);
        longest = ((long)length * GreatestGrowth) + LeastLength;
    }

    /// <summary>The time that a single match may take.</summary>
    public static TimeSpan MatchTime => LeastTime;

    /// <summary>The budget of the text that this thread encodes.</summary>
    public static EncodingBudget For(int length) => current ?? new EncodingBudget(length);

    /// <summary>Starts the budget of a text of so many characters; disposing ends it.</summary>
    public static EncodingBudget Begin(int length) => current = new EncodingBudget(length);

    /// <summary>Whether the time since <paramref name="started"/>, a time stamp, is still within the budget.</summary>
    public bool Allows(long started) => spent + Stopwatch.GetElapsedTime(started) <= limit;

    /// <summary>Takes the time since <paramref name="started"/> off the budget.</summary>
    public void Spend(long started) => spent += Stopwatch.GetElapsedTime(started);

    /// <exception cref="BadInputException">A text has become too long.</exception>
    public void CheckLength(long length, string place)
    {
        if (length > longest)
        {
            throw new BadInputException(
                place,
                $"makes a text of {length} characters or more",
                $"at most {longest}, {GreatestGrowth} times the text that came and {LeastLength}"
            );
        }
    }

    public void Dispose() => current = outer;
}
