using System.Globalization;
using System.Numerics;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Formatting;

/// <summary>
/// Python's <c>json.dumps</c> as transformers calls it for <c>tojson</c>: nothing but control characters, quotes and backslashes escaped.
/// </summary>
internal sealed class JsonText(
    Budget budget,
    bool escapesNonAscii,
    string? indent,
    string itemSeparator,
    string keySeparator,
    bool sortsKeys
)
{
    private readonly TextBuilder text = new(budget);

    public string Write(object? value)
    {
        Append(value, 0);
        return this.text.ToString();
    }

    private void Append(object? value, int level)
    {
        budget.Enter();
        switch (value)
        {
            case null:
                this.text.Append("null");
                break;
            case bool flag:
                this.text.Append(flag ? "true" : "false");
                break;
            case long or BigInteger:
                this.text.Append(Printing.Text(value, budget));
                break;
            case double number:
                this.text.Append(Float(number));
                break;
            case string text:
                AppendQuoted(text);
                break;
            case Sequence { Kind: SequenceKind.List or SequenceKind.Tuple } sequence:
                AppendItems('[', sequence.Items, ']', level, item => Append(item, level + 1));
                break;
            case Mapping mapping:
                AppendItems('{', Ordered(mapping), '}', level, item =>
                {
                    AppendQuoted(Key(item.Key));
                    this.text.Append(keySeparator);
                    Append(item.Value, level + 1);
                });
                break;
            default:
                throw new JinjaException($"Object of type {TypeNames.Of(value)} is not JSON serializable");
        }

        budget.Leave();
    }

    private static string Float(double number) =>
        double.IsNaN(number) ? "NaN"
        : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity")
        : Floats.Repr(number);

    private string Key(object? key) =>
        key switch
        {
            string text => text,
            null => "null",
            bool flag => flag ? "true" : "false",
            double number => Float(number),
            long or BigInteger => Printing.Text(key, budget),
            _ => throw new JinjaException($"keys must be str, int, float, bool or None, not {TypeNames.Of(key)}"),
        };

    private IEnumerable<(object? Key, object? Value)> Ordered(Mapping mapping)
    {
        if (!sortsKeys)
        {
            return mapping.Items;
        }

        budget.List(mapping.Count);
        return mapping.Items.Order(Comparer<(object? Key, object? Value)>.Create((a, b) => Comparing.Order(a.Key, b.Key, budget)));
    }

    private void AppendItems<T>(char open, IEnumerable<T> items, char close, int level, Action<T> append)
    {
        this.text.Append(open);
        bool isEmpty = true;
        foreach (var item in items)
        {
            if (!isEmpty)
            {
                this.text.Append(itemSeparator);
            }

            isEmpty = false;
            AppendLine(level + 1);
            append(item);
        }

        if (!isEmpty)
        {
            AppendLine(level);
        }

        this.text.Append(close);
    }

    private void AppendLine(int level)
    {
        if (indent is null)
        {
            return;
        }

        this.text.Append('\n');
        for (int i = 0; i < level; i++)
        {
            this.text.Append(indent);
        }
    }

    private void AppendQuoted(string text)
    {
        this.text.Append('"');
        int from = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c >= ' ' && c is not ('"' or '\\') && !(escapesNonAscii && c > '~'))
            {
                continue;
            }

            this.text.Append(text.AsSpan(from, i - from));
            this.text.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    '\b' => "\\b",
                    '\f' => "\\f",
                    _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                }
            );
            from = i + 1;
        }

        this.text.Append(text.AsSpan(from)).Append('"');
    }
}
