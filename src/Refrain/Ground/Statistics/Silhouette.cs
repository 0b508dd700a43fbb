using System.Numerics.Tensors;

namespace Refrain.Ground.Statistics;

/// <summary>How much nearer points are to their own cluster than to the next (Rousseeuw, 1987).</summary>
public static class Silhouette
{
    /// <summary>
    /// The mean over points of (b − a) / max(a, b): a the mean distance to the other points of its cluster, b the smallest mean distance to
    /// another cluster; 0 for a cluster of one. Distance is 1 − cosine; a zero vector is at distance 1 from all others. Points are [point,
    /// dimension]. NaN with fewer than two clusters. O(n²).
    /// </summary>
    /// <exception cref="ArgumentException">Labels and points are not as many, or points not of one length.</exception>
    public static double Of(IReadOnlyList<double[]> points, IReadOnlyList<int> labels)
    {
        if (points.Count != labels.Count)
        {
            throw new ArgumentException($"holds {labels.Count} labels for {points.Count} points", nameof(labels));
        }

        if (points.Any(point => point.Length != points[0].Length))
        {
            throw new ArgumentException("holds points of different lengths", nameof(points));
        }

        // Clusters by number from 0, and how many points each has.
        var names = labels.Distinct().ToList();
        var clusters = labels.Select(label => names.IndexOf(label)).ToArray();
        var sizes = Enumerable.Range(0, names.Count).Select(cluster => clusters.Count(other => other == cluster)).ToArray();
        if (names.Count < 2)
        {
            return double.NaN;
        }

        var sums = Sums([.. points.Select(Unit)], clusters, names.Count);
        double total = 0;
        for (int i = 0; i < clusters.Length; i++)
        {
            total += OfPoint(sums[i], clusters[i], sizes);
        }

        return total / clusters.Length;
    }

    private static double OfPoint(double[] sums, int cluster, int[] sizes)
    {
        if (sizes[cluster] == 1)
        {
            return 0;
        }

        double own = sums[cluster] / (sizes[cluster] - 1),
            nearest = double.PositiveInfinity;
        for (int other = 0; other < sizes.Length; other++)
        {
            nearest = other == cluster ? nearest : Math.Min(nearest, sums[other] / sizes[other]);
        }

        double larger = Math.Max(own, nearest);
        return larger == 0 ? 0 : (nearest - own) / larger;
    }

    /// <summary>The sum of distances from each point to each cluster: [point][cluster].</summary>
    private static double[][] Sums(IReadOnlyList<double[]> points, int[] clusters, int count)
    {
        var sums = points.Select(_ => new double[count]).ToArray();
        for (int i = 0; i < points.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double between = Math.Clamp(1 - TensorPrimitives.Dot(points[i], points[j]), 0, 2);
                sums[i][clusters[j]] += between;
                sums[j][clusters[i]] += between;
            }
        }

        return sums;
    }

    private static double[] Unit(double[] point)
    {
        double norm = TensorPrimitives.Norm<double>(point);
        var unit = new double[point.Length];
        TensorPrimitives.Divide(point, norm == 0 ? 1 : norm, unit);
        return unit;
    }
}
