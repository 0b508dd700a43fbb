using System.Numerics;
using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>Python's equality, order and hashes of values.</summary>
internal static class Comparing
{
    public static bool AreEqual(object? left, object? right, Budget budget)
    {
        if (ReferenceEquals(left, right))
        {
            return left is not double.NaN;
        }

        budget.Enter();
        bool equal = (left, right) switch
        {
            (string a, string b) => EqualText(a, b, budget),
            (Sequence a, Sequence b) => EqualSequences(a, b, budget),
            (Mapping a, Mapping b) => EqualMappings(a, b, budget),
            (Undefined, Undefined) => true,
            _ => Numbers.IsNumber(left) && Numbers.IsNumber(right) && Numbers.Compare(left, right) == 0,
        };
        budget.Leave();
        return equal;
    }

    private static bool EqualText(string left, string right, Budget budget)
    {
        budget.Work(left.Length);
        return string.Equals(left, right, StringComparison.Ordinal);
    }

    private static bool EqualSequences(Sequence left, Sequence right, Budget budget)
    {
        if (left.Kind != right.Kind || !left.IsIndexed || left.Items.Count != right.Items.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Items.Count; i++)
        {
            budget.Step();
            if (!AreEqual(left.Items[i], right.Items[i], budget))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EqualMappings(Mapping left, Mapping right, Budget budget)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var (key, value) in left.Items)
        {
            budget.Step();
            if (!right.TryGet(key, out object? other) || !AreEqual(value, other, budget))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Negative, zero or positive; an error where Python has no order. Not-a-number is after everything.</summary>
    public static int Order(object? left, object? right, Budget budget, string sign = "<")
    {
        budget.Enter();
        budget.Step();
        int order = (left, right) switch
        {
            (string a, string b) => OrderText(a, b, budget),
            (Sequence { IsIndexed: true } a, Sequence { IsIndexed: true } b) when a.Kind == b.Kind => OrderSequences(a, b, budget, sign),
            _ when Numbers.IsNumber(left) && Numbers.IsNumber(right) => Numbers.Compare(left, right) ?? 1,
            (Undefined a, _) => throw a.Error(),
            (_, Undefined b) => throw b.Error(),
            _ => throw new JinjaException(
                $"'{sign}' not supported between instances of '{TypeNames.Of(left)}' and '{TypeNames.Of(right)}'"
            ),
        };
        budget.Leave();
        return order;
    }

    private static int OrderSequences(Sequence left, Sequence right, Budget budget, string sign)
    {
        for (int i = 0; i < Math.Min(left.Items.Count, right.Items.Count); i++)
        {
            if (!AreEqual(left.Items[i], right.Items[i], budget))
            {
                return Order(left.Items[i], right.Items[i], budget, sign);
            }
        }

        return left.Items.Count.CompareTo(right.Items.Count);
    }

    /// <summary>By code points: UTF-16 puts what lies beyond U+FFFF before U+E000, Python does not.</summary>
    private static int OrderText(string left, string right, Budget budget)
    {
        budget.Work(Math.Min(left.Length, right.Length));
        int at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        (char a, char b) = (left[at], right[at]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b)
            : char.IsSurrogate(a) ? (b >= '\ue000' ? 1 : a.CompareTo(b))
            : a >= '\ue000' ? -1
            : a.CompareTo(b);
    }

    public static int Hash(object? key, Budget budget)
    {
        switch (key)
        {
            case string text:
                budget.Work(text.Length);
                return text.GetHashCode(StringComparison.Ordinal);
            case bool or long or BigInteger or double:
                return Numbers.Hash(key);
            case Sequence { Kind: SequenceKind.Tuple or SequenceKind.Range } tuple:
                budget.Enter();
                var hash = default(HashCode);
                foreach (object? item in tuple.Items)
                {
                    budget.Step();
                    hash.Add(Hash(item, budget));
                }

                budget.Leave();
                return hash.ToHashCode();
            case Sequence or Mapping:
                throw new JinjaException($"unhashable type: '{TypeNames.Of(key)}'");
            default:
                return key is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key);
        }
    }
}
