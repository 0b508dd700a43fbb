using System.Text;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Formatting;
using Refrain.Jinja.Syntax;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Filters on text. What is no string is printed first, so that an undefined counts as empty.</summary>
internal static class TextFilters
{
    public static readonly Dictionary<string, FilterFunction> All = new()
    {
        ["upper"] = Plain("upper", Casing.Upper),
        ["lower"] = Plain("lower", Casing.Lower),
        ["capitalize"] = Plain("capitalize", Casing.Capitalize),
        ["title"] = Plain("title", Title),
        ["string"] = Plain("string", (text, _) => text),
        ["safe"] = Plain("safe", (text, _) => text), // Nothing is escaped here, so nothing needs a mark that it already was.
        ["escape"] = Plain("escape", Escape),
        ["e"] = Plain("e", Escape),
        ["forceescape"] = Plain("forceescape", Escape),
        ["trim"] = (interpreter, value, arguments) =>
        {
            var bound = arguments.Bind("trim", 0, "chars");
            return Strings.Strip(Text(value, interpreter), bound.IsNone(0) ? null : bound.Text(0), true, true, interpreter.Budget);
        },
        ["replace"] = Replace,
        ["indent"] = Indent,
        ["center"] = (interpreter, value, arguments) =>
            Strings.Pad(Text(value, interpreter), arguments.Bind("center", 0, "width").Integer(0, 80), " ", 0.5, interpreter.Budget),
        ["truncate"] = Truncate,
        ["wordcount"] = (interpreter, value, arguments) =>
        {
            arguments.Bind("wordcount", 0);
            return WordCount(Text(value, interpreter), interpreter.Budget);
        },
        ["format"] = Format,
        ["urlencode"] = Plain("urlencode", UrlEncode),
    };

    private static string Text(object? value, Interpreter interpreter) => Printing.Text(value, interpreter.Budget);

    private static FilterFunction Plain(string name, Func<string, Budget, string> map) =>
        (interpreter, value, arguments) =>
        {
            arguments.Bind(name, 0);
            return map(Text(value, interpreter), interpreter.Budget);
        };

    /// <summary>
    /// jinja2's words start after white space, hyphens and opening brackets, not after every character that is no letter.
    /// </summary>
    private static string Title(string text, Budget budget)
    {
        var result = new TextBuilder(budget);
        for (int at = 0; at < text.Length; )
        {
            int end = at;
            while (end < text.Length && StartsWord(text[end]) == StartsWord(text[at]))
            {
                end++;
            }

            result.Append(Casing.Capitalize(text[at..end], budget));
            at = end;
        }

        return result.ToString();
    }

    private static bool StartsWord(char c) => Characters.IsSpace(c) || c is '-' or '(' or '{' or '[' or '<';

    private static string Escape(string text, Budget budget)
    {
        var result = new TextBuilder(budget);
        int from = 0;
        for (int at; (at = text.AsSpan(from).IndexOfAny("&<>'\"")) >= 0; from += at + 1)
        {
            result
                .Append(text.AsSpan(from, at))
                .Append(
                    text[from + at] switch
                    {
                        '&' => "&amp;",
                        '<' => "&lt;",
                        '>' => "&gt;",
                        '\'' => "&#39;",
                        _ => "&#34;",
                    }
                );
        }

        return result.Append(text.AsSpan(from)).ToString();
    }

    private static object Replace(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("replace", 2, "old", "new", "count");
        return Strings.Replace(
            Text(value, interpreter),
            Text(bound[0], interpreter),
            Text(bound[1], interpreter),
            bound.IsNone(2) ? -1 : bound.Integer(2),
            interpreter.Budget
        );
    }

    private static object Indent(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("indent", 0, "width", "first", "blank");
        string text = value as string ?? throw new JinjaException($"indent(): a string is needed, not '{TypeNames.Of(value)}'");
        text += "\n"; // jinja2 does so; it counts for a text that ends with a line end.
        long width = bound[0] is string ? 0 : Math.Max(0, bound.Integer(0, 4));
        interpreter.Budget.Text(width + text.Length);
        string indentation = bound[0] as string ?? new string(' ', (int)width);
        var result = new TextBuilder(interpreter.Budget);
        var lines = Splitting.Lines(text, keepsEnds: false, interpreter.Budget).Items;
        for (int i = 0; i < lines.Count; i++)
        {
            string line = (string)lines[i]!;
            bool indents = i == 0 ? bound.Flag(1, false) : line.Length > 0 || bound.Flag(2, false);
            result.Append(i > 0 ? "\n" : "").Append(indents ? indentation : "").Append(line);
        }

        return result.ToString();
    }

    private static object? Truncate(Interpreter interpreter, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("truncate", 0, "length", "killwords", "end", "leeway");
        string end = bound.Text(2, "...");
        int length = bound.Integer(0, 255);
        int room = length - CodePoints.Count(end);
        if (room < 0 || bound.Integer(3, 5) < 0)
        {
            throw new JinjaException($"truncate(): the length must hold the end '{Shown.Of(end)}', and the leeway cannot be negative");
        }

        if (Iteration.Count(value) <= length + (bound.IsNone(3) ? 5L : bound.Integer(3)))
        {
            return value;
        }

        string text = value as string ?? throw new JinjaException($"truncate(): a string is needed, not '{TypeNames.Of(value)}'");
        string cut = CodePoints.Pick(text, 0, 1, room, interpreter.Budget);
        int space = bound.Flag(1, false) ? -1 : cut.LastIndexOf(' ');
        interpreter.Budget.Text((long)cut.Length + end.Length);
        return (space < 0 ? cut : cut[..space]) + end;
    }

    private static long WordCount(string text, Budget budget)
    {
        budget.Work(text.Length * 4L);
        long count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            count += Characters.IsNamePart(text[i]) && (i == 0 || !Characters.IsNamePart(text[i - 1])) ? 1 : 0;
        }

        return count;
    }

    private static object Format(Interpreter interpreter, object? value, Arguments arguments)
    {
        if (arguments.Positional.Count > 0 && arguments.Keywords.Count > 0)
        {
            throw new JinjaException("can't handle positional and keyword arguments at the same time");
        }

        var named = new Mapping(interpreter.Budget);
        foreach (var (name, item) in arguments.Keywords)
        {
            named.Put(name, item);
        }

        return PercentFormat.Apply(
            Text(value, interpreter),
            named.Count > 0 ? named : Sequence.Tuple(arguments.Positional),
            interpreter.Budget
        );
    }

    private static string UrlEncode(string text, Budget budget)
    {
        budget.Allocate(text.Length * 4L);
        var result = new TextBuilder(budget);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'~' or (byte)'/';
            result.Append(isPlain ? ((char)b).ToString() : $"%{b:X2}");
        }

        return result.ToString();
    }
}
