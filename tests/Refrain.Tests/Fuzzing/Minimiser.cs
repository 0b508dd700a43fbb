using System.Diagnostics;

namespace Refrain.Tests.Fuzzing;

/// <summary>Makes a failing input smaller by leaving out ever smaller stretches, as long as it still fails in the same way.</summary>
internal static class Minimiser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static byte[] Run(byte[] input, Func<byte[], bool> fails)
    {
        long start = Stopwatch.GetTimestamp();
        for (int length = input.Length / 2; length > 0; length /= 2)
        {
            for (int at = 0; at + length <= input.Length && Stopwatch.GetElapsedTime(start) < Patience; )
            {
                byte[] shorter = [.. input[..at], .. input[(at + length)..]];
                if (fails(shorter))
                {
                    input = shorter;
                }
                else
                {
                    at += length;
                }
            }
        }

        return input;
    }
}
