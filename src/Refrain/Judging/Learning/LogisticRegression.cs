using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Refrain.Judging.Learning;

/// <summary>Logistic regression with an L2 penalty on all weights but the intercept.</summary>
internal static class LogisticRegression
{
    private const double Tolerance = 1e-8;
    private const int Iterations = 100;

    /// <summary>
    /// The weights and the intercept that minimise Σ ln(1 + e^(−y z)) + ½‖w‖², z = w·x + b, y = ±1; by Newton's method, without randomness.
    /// </summary>
    /// <param name="features">[row][feature].</param>
    /// <param name="labels">[row]; both classes must occur.</param>
    public static (double[] Weights, double Intercept) Fit(IReadOnlyList<IReadOnlyList<double>> features, IReadOnlyList<bool> labels)
    {
        int count = features[0].Count;
        var start = Vector<double>.Build.Dense(count + 1);
        var objective = ObjectiveFunction.GradientHessian(point => Evaluate(features, labels, point));
        var found = new NewtonMinimizer(Tolerance * labels.Count, Iterations).FindMinimum(objective, start).MinimizingPoint;
        return (found.SubVector(0, count).ToArray(), found[count]);
    }

    public static double Probability(double score) => 1 / (1 + Math.Exp(-score));

    private static (double Value, Vector<double> Gradient, Matrix<double> Hessian) Evaluate(
        IReadOnlyList<IReadOnlyList<double>> features,
        IReadOnlyList<bool> labels,
        Vector<double> point
    )
    {
        int count = point.Count - 1;
        double value = 0;
        double[] gradient = new double[count + 1];
        double[,] hessian = new double[count + 1, count + 1];
        for (int j = 0; j < count; j++)
        {
            (value, gradient[j], hessian[j, j]) = (value + (point[j] * point[j] / 2), point[j], 1);
        }

        double[] row = new double[count + 1];
        for (int i = 0; i < labels.Count; i++)
        {
            double score = point[count];
            for (int j = 0; j < count; j++)
            {
                row[j] = features[i][j];
                score += row[j] * point[j];
            }

            row[count] = 1;
            double probability = Probability(score),
                error = probability - (labels[i] ? 1 : 0),
                spread = probability * (1 - probability);
            value += Math.Max(score, 0) - (labels[i] ? score : 0) + Math.Log(1 + Math.Exp(-Math.Abs(score)));
            for (int j = 0; j <= count; j++)
            {
                gradient[j] += error * row[j];
                for (int k = 0; k <= count; k++)
                {
                    hessian[j, k] += spread * row[j] * row[k];
                }
            }
        }

        return (value, Vector<double>.Build.DenseOfArray(gradient), Matrix<double>.Build.DenseOfArray(hessian));
    }
}
