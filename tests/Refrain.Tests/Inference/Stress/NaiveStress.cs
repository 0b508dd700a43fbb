using System.Security.Cryptography;
using System.Text;
using Refrain.Graphs;

namespace Refrain.Tests.Inference.Stress;

/// <summary>
/// Probabilistic ablation as docs/method.md 4 defines it, place by place and token by token, with a hash written down a second time.
/// </summary>
internal static class NaiveStress
{
    /// <summary>u of a point and position: 0 … 1.</summary>
    public static double Uniform(ulong seed, string promptId, int point, int position)
    {
        byte[] hash = SHA256.HashData([.. BitConverter.GetBytes(seed), .. Encoding.UTF8.GetBytes(promptId)]);
        ulong mixed = Mix(BitConverter.ToUInt64(hash) + (ulong)point) + (ulong)position;
        return (double)(Mix(mixed) / 2048) / Math.Pow(2, 53);
    }

    /// <summary>
    /// Ablation of one direction at the places of a convention: 3 · layer is the block's input, + 1 attention, + 2 the MLP.
    /// </summary>
    public static Func<Place, int, int, double[], double[]> Zero(
        double[] direction,
        HookSites convention,
        double q,
        ulong seed,
        string promptId
    )
    {
        double length = Math.Sqrt(direction.Sum(value => value * value));
        double[] unit = [.. direction.Select(value => value / length)];
        return (place, layer, position, x) =>
        {
            int? point = (convention, place) switch
            {
                (HookSites.Stream, Place.BlockInput) => layer == 0 ? 0 : null,
                (HookSites.Stream, Place.AttentionWrite) or (HookSites.Module, Place.AttentionOutput) => 3 * layer + 1,
                (HookSites.Stream, Place.MlpWrite) or (HookSites.Module, Place.MlpOutput) => 3 * layer + 2,
                (HookSites.Module, Place.BlockInput) => 3 * layer,
                _ => null,
            };
            return point is { } at && Uniform(seed, promptId, at, position) < q ? Without(x, unit, 0) : x;
        };
    }

    /// <summary>
    /// Affine ablation at the inputs of blocks from a first one on, each with its own direction [layer][hidden] and mean, but for the first
    /// token.
    /// </summary>
    public static Func<Place, int, int, double[], double[]> Affine(
        double[][] directions,
        double[][] means,
        int firstLayer,
        double q,
        ulong seed,
        string promptId
    ) =>
        (place, layer, position, x) =>
        {
            if (place != Place.BlockInput || layer < firstLayer || position == 0 || Uniform(seed, promptId, 3 * layer, position) >= q)
            {
                return x;
            }

            double length = Math.Sqrt(directions[layer].Sum(value => value * value));
            double[] unit = [.. directions[layer].Select(value => value / length)];
            return Without(x, unit, Product(means[layer], unit));
        };

    private static double[] Without(double[] x, double[] unit, double offset)
    {
        double projection = Product(x, unit) - offset;
        return [.. x.Zip(unit, (value, along) => value - projection * along)];
    }

    private static double Product(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    // SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong state)
    {
        unchecked
        {
            ulong value = state + 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
