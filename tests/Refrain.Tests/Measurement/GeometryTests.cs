using CsCheck;
using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

public class GeometryTests
{
    [Fact]
    public void Silhouettes_are_what_scikit_learn_computes()
    {
        foreach (var row in Golden.Statistics("geometry").EnumerateArray())
        {
            var points = row.Rows("points");
            var labels = row.Labels("labels");
            Golden.Equal(row.Number("silhouette_cosine"), Silhouette.Of(points, labels));
        }
    }

    [Fact]
    public void Principal_components_are_what_scikit_learn_computes_signs_included()
    {
        foreach (var row in Golden.Statistics("geometry").EnumerateArray())
        {
            var points = row.Rows("points");
            var fitted = PrincipalComponents.Fit(points);
            Assert.All(fitted.Mean.Zip(row.Numbers("pca_mean")), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
            Assert.All(fitted.ExplainedVarianceRatio.Zip(row.Numbers("pca_explained_variance_ratio")), pair =>
                Golden.Equal(pair.Second, pair.First)
            );
            AssertClose(row.Rows("pca_components"), fitted.Components, 1e-12);
            AssertClose(row.Rows("pca_projection"), fitted.Project(points), 1e-12);
        }
    }

    [Fact]
    public void More_dimensions_than_points_give_the_same_components_as_the_transposed_way_would()
    {
        // Padding with zero dimensions changes no component, but takes the other path through the decomposition.
        Gen.Double[-1, 1]
            .Array[6]
            .Array[10]
            .Sample(
                points =>
                {
                    var narrow = PrincipalComponents.Fit(points);
                    var wide = PrincipalComponents.Fit([.. points.Select(point => (double[])[.. point, .. new double[20]])]);
                    AssertClose([.. narrow.Components.Select(c => (double[])[.. c, .. new double[20]])], wide.Components, 1e-9);
                    Assert.All(narrow.ExplainedVarianceRatio.Zip(wide.ExplainedVarianceRatio), pair =>
                        Assert.Equal(pair.First, pair.Second, 1e-12)
                    );
                },
                iter: 50
            );
    }

    [Fact]
    public void Components_are_orthonormal_and_no_more_than_there_are_points() =>
        Gen.Double[-1, 1]
            .Array[7]
            .Array[1, 12]
            .Sample(points =>
            {
                var components = PrincipalComponents.Fit(points, 100).Components;
                Assert.Equal(Math.Min(points.Length, 7), components.Count);
                for (int i = 0; i < components.Count; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        Assert.Equal(i == j ? 1 : 0, components[i].Zip(components[j], (x, y) => x * y).Sum(), 1e-12);
                    }
                }
            });

    [Fact]
    public void Points_that_cannot_be_decomposed_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit([]));
        Assert.Throws<ArgumentException>(() =>
            PrincipalComponents.Fit([
                [1, 2],
                [1],
            ])
        );
        Assert.Throws<ArgumentException>(() =>
            PrincipalComponents.Fit([
                [1, double.NaN],
            ])
        );
    }

    [Fact]
    public void A_silhouette_ignores_the_clusters_names_and_lies_within_one() =>
        Gen.Select(Gen.Double[-1, 1].Array[3], Gen.Int[0, 2])
            .Array[3, 20]
            .Sample(items =>
            {
                double[][] points = [.. items.Select(item => item.Item1)];
                int[] labels = [.. items.Select(item => item.Item2)];
                double value = Silhouette.Of(points, labels);
                Assert.Equal(value, Silhouette.Of(points, [.. labels.Select(label => -10 * label)]));
                Assert.True(labels.Distinct().Count() == 1 ? double.IsNaN(value) : value is >= -1 and <= 1);
            });

    [Fact]
    public void A_cluster_of_one_and_coinciding_points_count_as_zero()
    {
        Assert.Equal(
            0,
            Silhouette.Of(
                [
                    [0],
                    [1],
                ],
                [0, 1]
            )
        );
        Assert.Equal(
            0,
            Silhouette.Of(
                [
                    [1],
                    [1],
                    [1],
                    [1],
                ],
                [0, 0, 1, 1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            Silhouette.Of(
                [
                    [0],
                ],
                []
            )
        );
    }

    [Fact]
    public void A_cosine_ignores_length_and_a_zero_vector_has_none()
    {
        Assert.Equal(1, Cosine.Of([1, 2], [3, 6]), 1e-15);
        Assert.Equal(0, Cosine.Of([1, 0], [0, 5]));
        Assert.True(double.IsNaN(Cosine.Of([0, 0], [1, 2])));
        Gen.Select(Gen.Double[-1, 1].Array[5], Gen.Double[-1, 1].Array[5]).Sample((a, b) => Assert.True(Cosine.Of(a, b) is >= -1 and <= 1));
    }

    [Fact]
    public void Separation_by_hand()
    {
        // Means 5 and 2, variances 1 and 4.
        Assert.Equal(3 / Math.Sqrt(2.5), Separation.Of([4, 5, 6], [0, 2, 4]), 1e-14);
        Assert.True(double.IsNaN(Separation.Of([1], [1, 2])));
        Assert.Equal(double.PositiveInfinity, Separation.Of([2, 2], [1, 1]));
    }

    private static void AssertClose(IReadOnlyList<double[]> expected, IReadOnlyList<double[]> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (row, other) in expected.Zip(actual))
        {
            Assert.Equal(row.Length, other.Length);
            Assert.All(row.Zip(other), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
