using System.Numerics;
using System.Runtime.CompilerServices;

namespace Refrain.Jinja.Evaluation;

/// <summary>Counts what one rendering uses and stops it at its limits. Callers charge before they allocate.</summary>
internal sealed class Budget(JinjaLimits limits)
{
    /// <summary>CPython refuses to print integers of more than 4,300 digits; larger ones have no use in a template.</summary>
    private const long LargestIntegerBits = 14_284;

    /// <summary>Characters or elements that take about as long as one evaluation.</summary>
    private const int UnitsPerStep = 64;

    /// <summary>Bytes that one evaluation allocates besides strings and lists: boxed numbers, arguments, enumerators.</summary>
    private const int BytesPerStep = 32;

    /// <summary>Bytes that one call allocates: arguments, a scope, a text to write to, what it binds.</summary>
    private const int BytesPerCall = 1024;

    private long steps;
    private long bytes;
    private int depth;

    public JinjaLimits Limits { get; } = limits;

    public void Step()
    {
        if (++steps > Limits.Steps)
        {
            throw Exceeded(nameof(JinjaLimits.Steps), Limits.Steps);
        }

        Allocate(BytesPerStep);
    }

    /// <summary>Charges a call of a function or macro for what it allocates besides its result.</summary>
    public void Call() => Allocate(BytesPerCall);

    /// <summary>Charges work proportional to <paramref name="units"/> characters or elements.</summary>
    public void Work(long units)
    {
        steps += units / UnitsPerStep;
        Step();
    }

    /// <summary>Charges arithmetic whose time grows with the square of the digits.</summary>
    public void Digits(long digits) => Work(digits * digits / 4);

    /// <summary>Charges a search for a needle, which at worst compares at every position.</summary>
    public void Search(string text, string needle) => Work(text.Length + (long)text.Length * needle.Length / 256);

    /// <summary>Charges a string about to be made, and hands it the right to exist.</summary>
    public void Text(long characters)
    {
        if (characters > Limits.StringCharacters)
        {
            throw Exceeded(nameof(JinjaLimits.StringCharacters), Limits.StringCharacters);
        }

        Allocate((characters * 2) + 32);
        Work(characters);
    }

    /// <summary>Charges a list or mapping about to be made.</summary>
    public void List(long elements)
    {
        if (elements > Limits.Elements)
        {
            throw Exceeded(nameof(JinjaLimits.Elements), Limits.Elements);
        }

        Allocate((elements * 16) + 64);
        Work(elements);
    }

    /// <summary>Charges one element added to a list or mapping of so many.</summary>
    public void Element(int count)
    {
        if (count >= Limits.Elements)
        {
            throw Exceeded(nameof(JinjaLimits.Elements), Limits.Elements);
        }

        Allocate(48);
        Step();
    }

    public void Allocate(long bytes)
    {
        this.bytes += bytes;
        if (this.bytes > Limits.Bytes || bytes < 0)
        {
            throw Exceeded(nameof(JinjaLimits.Bytes), Limits.Bytes);
        }
    }

    /// <summary>Keeps integers small: an error where one would outgrow what Python prints.</summary>
    public static void Bits(long bits)
    {
        if (bits > LargestIntegerBits)
        {
            throw new JinjaException($"integer overflow: more than {LargestIntegerBits} bits");
        }
    }

    public static BigInteger Checked(BigInteger value)
    {
        Bits(value.GetBitLength());
        return value;
    }

    /// <summary>One level deeper. Not undone on errors, since an error ends the rendering.</summary>
    public void Enter()
    {
        if (++depth > Limits.Depth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Exceeded(nameof(JinjaLimits.Depth), Limits.Depth);
        }
    }

    public void Leave() => depth--;

    public static JinjaException Exceeded(string limit, long value) =>
        new(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"the template needs more than its limit of {value:N0} {limit}"
            )
        );
}
