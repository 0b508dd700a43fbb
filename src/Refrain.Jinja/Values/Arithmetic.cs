using System.Numerics;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Formatting;

namespace Refrain.Jinja.Values;

/// <summary>Python's operators on numbers, strings and lists.</summary>
internal static class Arithmetic
{
    public static object? Apply(string sign, object? left, object? right, Budget budget)
    {
        if (left is long a && right is long b && ApplyFast(sign, a, b) is { } fast)
        {
            return fast;
        }

        object? result = (sign, left, right) switch
        {
            (_, Undefined undefined, _) => throw undefined.Error(),
            ("%", string format, _) => PercentFormat.Apply(format, right, budget),
            (_, _, Undefined undefined) => throw undefined.Error(),
            ("+", string x, string y) => Join(x, y, budget),
            ("+", Sequence x, Sequence y) when x.Kind == y.Kind && x.Kind is SequenceKind.List or SequenceKind.Tuple => Join(x, y, budget),
            ("*", string or Sequence { Kind: SequenceKind.List or SequenceKind.Tuple }, _) when Numbers.IsInteger(right) => Repeat(
                left,
                right,
                budget
            ),
            ("*", _, string or Sequence { Kind: SequenceKind.List or SequenceKind.Tuple }) when Numbers.IsInteger(left) => Repeat(
                right,
                left,
                budget
            ),
            _ when Numbers.IsInteger(left) && Numbers.IsInteger(right) => OfIntegers(
                sign,
                Numbers.Integer(left),
                Numbers.Integer(right),
                budget
            ),
            _ when Numbers.IsNumber(left) && Numbers.IsNumber(right) => OfFloats(sign, Numbers.Float(left), Numbers.Float(right)),
            _ => null,
        };
        return result
            ?? throw new JinjaException($"unsupported operand type(s) for {sign}: '{TypeNames.Of(left)}' and '{TypeNames.Of(right)}'");
    }

    private static object? ApplyFast(string sign, long left, long right)
    {
        long result;
        switch (sign)
        {
            case "+":
                result = unchecked(left + right);
                return ((left ^ result) & (right ^ result)) < 0 ? null : result;
            case "-":
                result = unchecked(left - right);
                return ((left ^ right) & (left ^ result)) < 0 ? null : result;
            case "%" when right > 0:
                result = left % right;
                return result < 0 ? result + right : result;
            default:
                return null;
        }
    }

    public static object? Negate(object? value) =>
        value switch
        {
            double number => -number,
            Undefined undefined => throw undefined.Error(),
            bool or long or BigInteger => Numbers.Value(-Numbers.Integer(value)),
            _ => throw new JinjaException($"bad operand type for unary -: '{TypeNames.Of(value)}'"),
        };

    public static object? Plus(object? value) =>
        value switch
        {
            double => value,
            Undefined undefined => throw undefined.Error(),
            bool or long or BigInteger => Numbers.Value(Numbers.Integer(value)),
            _ => throw new JinjaException($"bad operand type for unary +: '{TypeNames.Of(value)}'"),
        };

    private static string Join(string left, string right, Budget budget)
    {
        budget.Text((long)left.Length + right.Length);
        return left + right;
    }

    private static Sequence Join(Sequence left, Sequence right, Budget budget)
    {
        budget.List((long)left.Items.Count + right.Items.Count);
        return new Sequence(left.Kind, [.. left.Items, .. right.Items]);
    }

    private static object Repeat(object? value, object? times, Budget budget)
    {
        var count = BigInteger.Max(0, Numbers.Integer(times));
        int length = value is string text ? text.Length : ((Sequence)value!).Items.Count;
        long total = (long)BigInteger.Min(long.MaxValue / 4, count * length);
        if (value is string part)
        {
            budget.Text(total);
            return total == 0 ? "" : new System.Text.StringBuilder((int)total).Insert(0, part, (int)count).ToString();
        }

        var sequence = (Sequence)value!;
        budget.List(total);
        var items = new object?[total];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = sequence.Items[i % length];
        }

        return new Sequence(sequence.Kind, items);
    }

    private static object? OfIntegers(string sign, BigInteger left, BigInteger right, Budget budget)
    {
        budget.Work(left.GetBitLength() + right.GetBitLength());
        return OfIntegers(sign, left, right);
    }

    private static object? OfIntegers(string sign, BigInteger left, BigInteger right) =>
        sign switch
        {
            "+" => Numbers.Value(left + right),
            "-" => Numbers.Value(left - right),
            "*" => Numbers.Value(left * right),
            "/" when right.IsZero => throw new JinjaException("division by zero"),
            "/" => Numbers.Float(left) / Numbers.Float(right),
            "//" => Numbers.Value(FloorDivide(left, right).Quotient),
            "%" => Numbers.Value(FloorDivide(left, right).Remainder),
            "**" when right.Sign < 0 => OfFloats("**", Numbers.Float(left), Numbers.Float(right)),
            "**" => Power(left, right),
            _ => null,
        };

    private static (BigInteger Quotient, BigInteger Remainder) FloorDivide(BigInteger left, BigInteger right)
    {
        if (right.IsZero)
        {
            throw new JinjaException("integer division or modulo by zero");
        }

        var quotient = BigInteger.DivRem(left, right, out var remainder);
        return remainder.IsZero || remainder.Sign == right.Sign ? (quotient, remainder) : (quotient - 1, remainder + right);
    }

    private static object Power(BigInteger left, BigInteger right)
    {
        if (BigInteger.Abs(left) <= 1)
        {
            return Numbers.Value(left.IsOne || (right.IsEven && !left.IsZero) || right.IsZero ? 1 : left);
        }

        // At least this many bits come out, so a hostile power stops here, before it is computed.
        Budget.Bits((long)BigInteger.Min(long.MaxValue, right * (BigInteger.Abs(left).GetBitLength() - 1)));
        return Numbers.Value(BigInteger.Pow(left, (int)right));
    }

    private static object? OfFloats(string sign, double left, double right)
    {
        if (right == 0 && sign is "/" or "//" or "%")
        {
            throw new JinjaException("float division by zero");
        }

        return sign switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => Math.Floor((left - Modulo(left, right)) / right + 0.25),
            "%" => Modulo(left, right),
            "**" => Power(left, right),
            _ => null,
        };
    }

    private static double Modulo(double left, double right)
    {
        double remainder = left % right;
        if (remainder == 0)
        {
            return Math.CopySign(0, right);
        }

        return remainder < 0 == right < 0 ? remainder : remainder + right;
    }

    private static double Power(double left, double right)
    {
        if (left == 0 && right < 0)
        {
            throw new JinjaException("0.0 cannot be raised to a negative power");
        }

        if (left < 0 && right != Math.Floor(right) && double.IsFinite(left) && double.IsFinite(right))
        {
            throw new JinjaException("a negative number to a fractional power is complex, which templates do not have");
        }

        double result = Math.Pow(left, right);
        return double.IsInfinity(result) && double.IsFinite(left) && double.IsFinite(right)
            ? throw new JinjaException("float power: result too large")
            : result;
    }
}
