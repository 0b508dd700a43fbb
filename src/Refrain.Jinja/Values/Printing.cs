using System.Globalization;
using System.Numerics;
using System.Text;
using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>Python's <c>str</c> and <c>repr</c>.</summary>
internal static class Printing
{
    public static string Text(object? value, Budget budget)
    {
        switch (value)
        {
            case string text:
                return text;
            case Undefined:
                return "";
            case null:
                return "None";
            case bool flag:
                return flag ? "True" : "False";
            case long number:
                return number.ToString(CultureInfo.InvariantCulture);
            case double number:
                return Floats.Repr(number);
            default:
                var builder = new TextBuilder(budget);
                AppendRepr(builder, value, budget);
                return builder.ToString();
        }
    }

    public static string Repr(object? value, Budget budget)
    {
        var builder = new TextBuilder(budget);
        AppendRepr(builder, value, budget);
        return builder.ToString();
    }

    private static void AppendRepr(TextBuilder builder, object? value, Budget budget)
    {
        budget.Enter();
        switch (value)
        {
            case string text:
                AppendQuoted(builder, text);
                break;
            case BigInteger number:
                budget.Work(number.GetBitLength() * 4);
                builder.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case Sequence sequence:
                AppendSequence(builder, sequence, budget);
                break;
            case Mapping mapping:
                AppendItems(builder, '{', mapping.Items, '}', (item) =>
                {
                    AppendRepr(builder, item.Key, budget);
                    builder.Append(": ");
                    AppendRepr(builder, item.Value, budget);
                });
                break;
            case Undefined:
                builder.Append("Undefined");
                break;
            case Namespace:
                builder.Append("<Namespace>"); // Python shows the members; one may be the namespace itself.
                break;
            case Callable callable:
                builder.Append($"<{callable.Type} {callable.Name}>");
                break;
            case Members members:
                builder.Append($"<{members.Type}>");
                break;
            default:
                builder.Append(Text(value, budget));
                break;
        }

        budget.Leave();
    }

    private static void AppendSequence(TextBuilder builder, Sequence sequence, Budget budget)
    {
        void AppendItem(object? item) => AppendRepr(builder, item, budget);
        switch (sequence.Kind)
        {
            case SequenceKind.List:
                AppendItems(builder, '[', sequence.Items, ']', AppendItem);
                break;
            case SequenceKind.Tuple when sequence.Items.Count == 1:
                builder.Append('(');
                AppendItem(sequence.Items[0]);
                builder.Append(",)");
                break;
            case SequenceKind.Tuple:
                AppendItems(builder, '(', sequence.Items, ')', AppendItem);
                break;
            case SequenceKind.Range:
                var range = (RangeItems)sequence.Items;
                string step = range.Step == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {range.Step}");
                builder.Append(string.Create(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop}{step})"));
                break;
            case SequenceKind.Iterator:
                builder.Append("<generator object>");
                break;
            default:
                builder.Append(TypeNames.Of(sequence)).Append('(');
                AppendItems(builder, '[', sequence.Items, ']', AppendItem);
                builder.Append(')');
                break;
        }
    }

    private static void AppendItems<T>(TextBuilder builder, char open, IEnumerable<T> items, char close, Action<T> append)
    {
        builder.Append(open);
        bool isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
            {
                builder.Append(", ");
            }

            isFirst = false;
            append(item);
        }

        builder.Append(close);
    }

    private static void AppendQuoted(TextBuilder builder, string text)
    {
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        builder.Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == quote || c == '\\')
            {
                builder.Append('\\').Append(c);
            }
            else if (c is >= ' ' and <= '~')
            {
                builder.Append(c);
            }
            else
            {
                var rune = Rune.TryGetRuneAt(text, i, out var whole) ? whole : (Rune?)null;
                i += rune is { Utf16SequenceLength: 2 } ? 1 : 0;
                builder.Append(rune is { } printable && IsPrintable(printable) ? printable.ToString() : Escape(rune?.Value ?? c));
            }
        }

        builder.Append(quote);
    }

    private static bool IsPrintable(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            );

    private static string Escape(int code) =>
        code switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            <= 0xff => $"\\x{code:x2}",
            <= 0xffff => $"\\u{code:x4}",
            _ => $"\\U{code:x8}",
        };
}
