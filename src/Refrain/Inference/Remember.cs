using System.Runtime.InteropServices;

namespace Refrain.Inference;

/// <summary>
/// Gives back the result of finished work, or does the work and keeps its result: how stages resume without knowing a run store.
/// </summary>
/// <param name="stage">The stage, such as <c>selection</c>.</param>
/// <param name="key">What names the work within the stage, the same in every run of equal settings.</param>
/// <param name="cost">Tokens times layers to be computed, for the time left.</param>
/// <param name="compute">Does the work.</param>
internal delegate byte[] Remember(string stage, string key, long cost, Func<byte[]> compute);

/// <summary>Numbers as bytes, little-endian.</summary>
internal static class Numbers
{
    public static byte[] ToBytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();

    public static T[] FromBytes<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    /// <summary>Numbers that are kept and given back as they were.</summary>
    public static double[] Doubles(this Remember remember, string stage, string key, long cost, Func<double[]> compute) =>
        FromBytes<double>(remember(stage, key, cost, () => ToBytes<double>(compute())));
}
