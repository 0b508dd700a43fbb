using Refrain.Jinja.Values;

namespace Refrain.Jinja.Evaluation;

/// <summary>The comparison operators.</summary>
internal static class Operators
{
    public static bool Compare(string sign, object? left, object? right, Budget budget)
    {
        budget.Step();
        switch (sign)
        {
            case "==":
                return Comparing.AreEqual(left, right, budget);
            case "!=":
                return !Comparing.AreEqual(left, right, budget);
            case "in":
                return Iteration.Contains(right, left, budget);
            case "not in":
                return !Iteration.Contains(right, left, budget);
        }

        if (left is double.NaN || right is double.NaN)
        {
            return false;
        }

        int order = Comparing.Order(left, right, budget, sign);
        return sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}
