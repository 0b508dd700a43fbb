using System.Numerics;

namespace Refrain.Jinja.Values;

/// <summary>Integers are <see cref="long"/> where they fit, else <see cref="BigInteger"/>; truth values count as 0 and 1.</summary>
internal static class Numbers
{
    public static bool IsNumber(object? value) => value is bool or long or BigInteger or double;

    public static bool IsInteger(object? value) => value is bool or long or BigInteger;

    public static BigInteger Integer(object? value) =>
        value switch
        {
            bool flag => flag ? 1 : 0,
            long number => number,
            BigInteger number => number,
            _ => throw new JinjaException($"an integer is required, not '{TypeNames.Of(value)}'"),
        };

    public static double Float(object? value)
    {
        double number = value is double already ? already : (double)Integer(value);
        return double.IsInfinity(number) && value is not double ? throw new JinjaException("int too large to convert to float") : number;
    }

    /// <summary>The smallest representation of an integer, after the check that it is not too large to print.</summary>
    public static object Value(BigInteger number) =>
        number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : Evaluation.Budget.Checked(number);

    /// <summary>The order of two numbers, exact between integers and floats; null when one is not a number.</summary>
    public static int? Compare(object? left, object? right)
    {
        if (left is long a && right is long b)
        {
            return a.CompareTo(b);
        }

        if (left is double or BigInteger or bool or long && right is double or BigInteger or bool or long)
        {
            double x = left is double l ? l : 0;
            double y = right is double r ? r : 0;
            return (left is double, right is double) switch
            {
                _ when double.IsNaN(x) || double.IsNaN(y) => null,
                (true, true) => x.CompareTo(y),
                (true, false) => CompareExactly(x, Integer(right)),
                (false, true) => -CompareExactly(y, Integer(left)),
                _ => Integer(left).CompareTo(Integer(right)),
            };
        }

        return null;
    }

    private static int CompareExactly(double number, BigInteger integer)
    {
        if (double.IsInfinity(number))
        {
            return number > 0 ? 1 : -1;
        }

        double floor = Math.Floor(number);
        int order = new BigInteger(floor).CompareTo(integer);
        return order == 0 && number > floor ? 1 : order;
    }

    /// <summary>Equal numbers hash alike whatever their type.</summary>
    public static int Hash(object? value) =>
        value is double number && (number != Math.Floor(number) || double.IsInfinity(number))
            ? number.GetHashCode()
            : (value is double whole ? new BigInteger(whole) : Integer(value)).GetHashCode();
}
