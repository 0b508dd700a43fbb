using System.Globalization;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Formatting;

/// <summary>Python's <c>'…'.format(…)</c>. Members in fields go through the same gate as those in expressions.</summary>
internal sealed class BraceFormat(Arguments arguments, Budget budget)
{
    private int next;

    public string Apply(string format, int depth = 0)
    {
        // Python, too, allows one field within another's specification, not more.
        if (depth > 1)
        {
            throw new JinjaException("Max string recursion exceeded");
        }

        var text = new TextBuilder(budget);
        for (int i = 0; i < format.Length; i++)
        {
            int brace = format.AsSpan(i).IndexOfAny('{', '}');
            if (brace < 0)
            {
                text.Append(format.AsSpan(i));
                break;
            }

            text.Append(format.AsSpan(i, brace));
            i += brace;
            if (i + 1 < format.Length && format[i + 1] == format[i])
            {
                text.Append(format[i++]);
                continue;
            }

            int end = format[i] == '{' ? FieldEnd(format, i) : throw new JinjaException("Single '}' encountered in format string");
            text.Append(Field(format[(i + 1)..end], depth));
            i = end;
        }

        return text.ToString();
    }

    private static int FieldEnd(string format, int start)
    {
        int depth = 0;
        for (int i = start; i < format.Length; i++)
        {
            depth +=
                format[i] == '{' ? 1
                : format[i] == '}' ? -1
                : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new JinjaException("expected '}' before end of string");
    }

    private string Field(string field, int depth)
    {
        budget.Text(field.Length);
        int mark = field.AsSpan().IndexOfAny(':', '!');
        string name = mark < 0 ? field : field[..mark];
        string rest = mark < 0 ? "" : field[mark..];
        object? value = Lookup(name);
        if (rest.StartsWith('!'))
        {
            value =
                rest.Length > 1 && rest[1] is 's' ? Printing.Text(value, budget)
                : rest.Length > 1 && rest[1] is 'r' or 'a' ? Printing.Repr(value, budget)
                : throw new JinjaException("unknown conversion in format string");
            rest = rest[2..];
        }

        string spec =
            rest.StartsWith(':') ? rest[1..]
            : rest.Length == 0 ? ""
            : throw new JinjaException("expected ':' after conversion specifier");
        return FormatSpec.Apply(value, spec.Contains('{') ? Apply(spec, depth + 1) : spec, budget);
    }

    private object? Lookup(string name)
    {
        int end = name.AsSpan().IndexOfAny('.', '[');
        string first = end < 0 ? name : name[..end];
        object? value = First(first);
        for (int at = end < 0 ? name.Length : end; at < name.Length; )
        {
            budget.Step();
            bool isMember = name[at] == '.';
            int next = isMember ? name.AsSpan(at + 1).IndexOfAny('.', '[') : name.AsSpan(at + 1).IndexOf(']');
            next = next < 0 ? (isMember ? name.Length : throw new JinjaException("Missing ']' in format string")) : next + at + 1;
            string part = name[(at + 1)..next];
            value = isMember
                ? Access.Member(value, part, budget)
                : Access.Element(
                    value,
                    long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long index) ? index : part,
                    budget
                );
            at = isMember ? next : next + 1;
        }

        return value;
    }

    private object? First(string name)
    {
        if (name.Length == 0 || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            int index = name.Length == 0 ? this.next++ : int.Parse(name, CultureInfo.InvariantCulture);
            return index < arguments.Positional.Count
                ? arguments.Positional[index]
                : throw new JinjaException($"Replacement index {index} out of range for positional args tuple");
        }

        foreach (var (key, value) in arguments.Keywords)
        {
            if (key == name)
            {
                return value;
            }
        }

        throw new JinjaException($"no argument '{Shown.Of(name)}' for the format");
    }
}
