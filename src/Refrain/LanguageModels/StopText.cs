namespace Refrain.LanguageModels;

/// <summary>An answer's text up to a stop sequence; what may be the beginning of one is held back until it is known.</summary>
internal sealed class StopText(IReadOnlyList<string> stops)
{
    private string held = "";

    /// <summary>True once a stop sequence has come.</summary>
    public bool Stopped { get; private set; }

    /// <summary>What may be given out, now that there is more.</summary>
    /// <param name="more">More of the answer.</param>
    /// <param name="last">True: nothing comes after it.</param>
    public string Add(string more, bool last)
    {
        held += more;
        int first = stops.Select(stop => held.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        Stopped = first >= 0;
        int free =
            Stopped ? first
            : last ? held.Length
            : held.Length - Beginning();
        string given = held[..free];
        held = held[free..];
        return given;
    }

    /// <summary>Characters at the end that may begin a stop sequence.</summary>
    private int Beginning()
    {
        int longest = Math.Min(held.Length, stops.Select(stop => stop.Length - 1).DefaultIfEmpty(0).Max());
        for (int length = longest; length > 0; length--)
        {
            if (stops.Any(stop => stop.Length > length && held.AsSpan(held.Length - length).SequenceEqual(stop.AsSpan(0, length))))
            {
                return length;
            }
        }

        return 0;
    }
}
