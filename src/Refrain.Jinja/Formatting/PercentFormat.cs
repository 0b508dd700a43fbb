using System.Numerics;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Formatting;

/// <summary>Python's <c>'…' % values</c>.</summary>
internal sealed class PercentFormat
{
    private readonly string format;
    private readonly Budget budget;
    private readonly TextBuilder text;
    private readonly IReadOnlyList<object?> values;
    private readonly Mapping? mapping;

    /// <summary>CPython takes everything with subscripts but tuples and strings for a mapping, and then lets values go unused.</summary>
    private readonly bool isMappingToPython;
    private int used;
    private int position;

    private PercentFormat(string format, object? values, Budget budget)
    {
        (this.format, this.budget, this.text) = (format, budget, new TextBuilder(budget));
        this.mapping = values as Mapping;
        this.isMappingToPython = values is Mapping or Undefined or Sequence { IsIndexed: true, Kind: not SequenceKind.Tuple };
        this.values = values is Sequence { Kind: SequenceKind.Tuple } tuple ? tuple.Items : [values];
    }

    public static string Apply(string format, object? values, Budget budget) => new PercentFormat(format, values, budget).Run();

    private string Run()
    {
        while (position < this.format.Length)
        {
            int percent = this.format.IndexOf('%', position);
            percent = percent < 0 ? this.format.Length : percent;
            this.text.Append(this.format.AsSpan(position, percent - position));
            position = percent + 1;
            if (percent < this.format.Length)
            {
                this.budget.Step();
                ReadDirective();
            }
        }

        return !isMappingToPython && used < this.values.Count
            ? throw new JinjaException("not all arguments converted during string formatting")
            : this.text.ToString();
    }

    private char Peek() => position < this.format.Length ? this.format[position] : throw new JinjaException("incomplete format");

    private void ReadDirective()
    {
        (bool Found, object? Value) named = Peek() == '(' ? (true, ReadNamed()) : default;
        string flags = "";
        while (Peek() is '-' or '+' or ' ' or '#' or '0')
        {
            flags += flags.Contains(Peek()) ? "" : Peek();
            position++;
        }

        int width = ReadSize();
        if (width < 0)
        {
            (width, flags) = (-width, flags + "-");
        }

        int? precision = null;
        if (Peek() == '.')
        {
            position++;
            precision = Math.Max(0, ReadSize());
        }

        while (Peek() is 'h' or 'l' or 'L')
        {
            position++;
        }

        char type = Peek();
        position++;
        if (type == '%')
        {
            this.text.Append('%');
            return;
        }

        AppendPadded(Convert(type, named.Found ? named.Value : Next(), flags, precision), width, flags, type);
    }

    private object? ReadNamed()
    {
        int end = this.format.IndexOf(')', position);
        string key = end < 0 ? throw new JinjaException("incomplete format key") : this.format[(position + 1)..end];
        this.position = end + 1;
        return this.mapping is null ? throw new JinjaException("format requires a mapping")
            : this.mapping.TryGet(key, out object? value) ? value
            : throw new JinjaException($"no key '{Shown.Of(key)}' for the format");
    }

    private object? Next() =>
        used < this.values.Count ? this.values[used++] : throw new JinjaException("not enough arguments for format string");

    private int ReadSize()
    {
        if (Peek() == '*')
        {
            position++;
            return (int)BigInteger.Max(-int.MaxValue, BigInteger.Min(int.MaxValue, Numbers.Integer(Next())));
        }

        long size = 0;
        while (char.IsAsciiDigit(Peek()))
        {
            size = Math.Min(int.MaxValue, (size * 10) + Peek() - '0');
            position++;
        }

        return (int)size;
    }

    private (string Sign, string Body) Convert(char type, object? value, string flags, int? precision)
    {
        switch (type)
        {
            case 's' or 'r' or 'a':
                string text = type == 's' ? Printing.Text(value, this.budget) : Printing.Repr(value, this.budget);
                return ("", precision is { } length ? text[..CodePoints.Position(text, length)] : text);
            case 'c':
                return ("", value is string character && CodePoints.Count(character) == 1 ? character : Character(value));
        }

        if (value is Undefined undefined)
        {
            throw undefined.Error();
        }

        if (!Numbers.IsNumber(value))
        {
            throw new JinjaException($"%{Shown.Of(type)} format: a real number is required, not {TypeNames.Of(value)}");
        }

        bool isFloat = type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G';
        object number =
            isFloat ? Numbers.Float(value)
            : value is double real ? Numbers.Value(Truncate(real))
            : value!;
        string sign =
            NumberText.IsNegative(number) ? "-"
            : flags.Contains('+') ? "+"
            : flags.Contains(' ') ? " "
            : "";
        if (isFloat)
        {
            this.budget.Digits(Decimals.WorkDigits + Math.Min(precision ?? 6, 2000));
            return (sign, NumberText.Float((double)number, type, precision ?? 6));
        }

        if (type is not ('d' or 'i' or 'u' or 'o' or 'x' or 'X'))
        {
            throw new JinjaException($"unsupported format character '{Shown.Of(type)}'");
        }

        this.budget.Work(Numbers.Integer(number).GetBitLength() * 4);
        string digits = NumberText.Integer(Numbers.Integer(number), type);
        string prefix = type is 'o' or 'x' or 'X' && flags.Contains('#') ? "0" + type : "";
        int zeros = Math.Max(0, (precision ?? 0) - digits.Length);
        this.budget.Text(zeros);
        return (sign + prefix, new string('0', zeros) + digits);
    }

    /// <summary>The character of a code point.</summary>
    public static string Character(object? value) =>
        Numbers.IsInteger(value) && Numbers.Integer(value) is var code && code >= 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF)
            ? char.ConvertFromUtf32((int)code)
            : throw new JinjaException("%c requires int or char");

    public static BigInteger Truncate(double number) =>
        double.IsFinite(number)
            ? new BigInteger(Math.Truncate(number))
            : throw new JinjaException("cannot convert float infinity or NaN to integer");

    private void AppendPadded((string Sign, string Body) parts, int width, string flags, char type)
    {
        int fill = Math.Max(0, width - parts.Sign.Length - CodePoints.Count(parts.Body));
        bool isLeft = flags.Contains('-');
        bool isZero = !isLeft && flags.Contains('0') && type is not ('s' or 'r' or 'a' or 'c');
        this.text.Append(' ', isLeft || isZero ? 0 : fill)
            .Append(parts.Sign)
            .Append('0', isZero ? fill : 0)
            .Append(parts.Body)
            .Append(' ', isLeft ? fill : 0);
    }
}
