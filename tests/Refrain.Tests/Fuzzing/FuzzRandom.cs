namespace Refrain.Tests.Fuzzing;

/// <summary>SplitMix64: the same seed gives the same choices everywhere and in every version of .NET.</summary>
internal sealed class FuzzRandom(ulong seed)
{
    private ulong state = seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019;

    public ulong Bits()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below <paramref name="end"/>; 0 where that is 0.</summary>
    public int Next(int end) => (int)(((Bits() >> 32) * (ulong)end) >> 32);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public char Pick(string characters) => characters[Next(characters.Length)];

    /// <summary>Mostly small, at most <paramref name="most"/>: every order of magnitude is as likely.</summary>
    public int Size(int most) => Math.Min(most, Next(1 << Next(31 - int.LeadingZeroCount(most) + 2)));
}
