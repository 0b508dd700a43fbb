using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Refrain.Ground.Statistics;

/// <summary>The directions along which points vary most, fitted once and applied to any points.</summary>
/// <param name="Mean">[dimension] what is subtracted first.</param>
/// <param name="Components">[component][dimension] unit vectors, by falling variance; the entry of largest size is positive.</param>
/// <param name="ExplainedVarianceRatio">[component] each one's share of the variance; NaN where the points do not vary.</param>
internal sealed record PrincipalComponents(
    IReadOnlyList<double> Mean,
    IReadOnlyList<double[]> Components,
    IReadOnlyList<double> ExplainedVarianceRatio
)
{
    /// <summary>Fits the first components to points [point][dimension]; there are at most as many as points and dimensions.</summary>
    /// <exception cref="ArgumentException">There are no points, they differ in length, or a value is not finite.</exception>
    public static PrincipalComponents Fit(IReadOnlyList<double[]> points, int count = 2)
    {
        if (points.Count == 0 || points.Any(point => point.Length != points[0].Length || point.Length == 0 || !point.All(double.IsFinite)))
        {
            throw new ArgumentException("must hold points of one length and finite values", nameof(points));
        }

        count = Math.Min(count, Math.Min(points.Count, points[0].Length));
        var mean = new double[points[0].Length];
        foreach (var point in points)
        {
            for (int d = 0; d < mean.Length; d++)
            {
                mean[d] += point[d] / points.Count;
            }
        }

        // [dimension, point]; the singular vectors on the left are the components.
        var centred = Matrix<double>.Build.Dense(mean.Length, points.Count, (d, p) => points[p][d] - mean[d]);
        var (left, singular) = Decompose(centred);
        double total = singular.Sum(value => value * value);
        return new(
            mean,
            [.. Enumerable.Range(0, count).Select(component => WithSign(left.Column(component)))],
            [.. singular.Take(count).Select(value => value * value / total)]
        );
    }

    /// <summary>The points' coordinates, [point][component].</summary>
    public double[][] Project(IReadOnlyList<double[]> points) =>
        [
            .. points.Select(point =>
                Components.Select(component => point.Select((value, d) => (value - Mean[d]) * component[d]).Sum()).ToArray()
            ),
        ];

    /// <summary>
    /// A full decomposition of [4096, 128] would compute 4096² numbers that nobody reads: the longer side is taken off by a thin QR first.
    /// </summary>
    private static (Matrix<double> Left, Vector<double> Singular) Decompose(Matrix<double> matrix)
    {
        if (matrix.RowCount > matrix.ColumnCount)
        {
            var tall = matrix.QR(QRMethod.Thin);
            var square = tall.R.Svd();
            return (tall.Q * square.U, square.S);
        }

        var wide = matrix.Transpose().QR(QRMethod.Thin);
        var decomposition = wide.R.Transpose().Svd();
        return (decomposition.U, decomposition.S);
    }

    /// <summary>A component's sign is free; this rule makes reports repeat.</summary>
    private static double[] WithSign(Vector<double> component) =>
        (component[component.AbsoluteMaximumIndex()] < 0 ? -component : component).ToArray();
}
