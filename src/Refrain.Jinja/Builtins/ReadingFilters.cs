using System.Globalization;
using System.Net;
using System.Text;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Formatting;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Filters that make text and sizes readable.</summary>
internal static class ReadingFilters
{
    private const string Prefixes = "kMGTPEZY";

    public static readonly Dictionary<string, FilterFunction> All = new()
    {
        ["filesizeformat"] = FileSize,
        ["striptags"] = (interpreter, value, arguments) =>
        {
            arguments.Bind("striptags", 0);
            return StripTags(Printing.Text(value, interpreter.Budget), interpreter.Budget);
        },
    };

    /// <summary>As jinja2 has it: a negative size stays in bytes, and yottabytes are the end.</summary>
    private static object FileSize(Interpreter interpreter, object? value, Arguments arguments)
    {
        bool binary = arguments.Bind("filesizeformat", 0, "binary").Flag(0, false);
        var read = NumberFilters.All["float"](interpreter, value, Arguments.Of([null]));
        if (read is not double bytes)
        {
            throw new JinjaException("filesizeformat(): a number is needed");
        }

        interpreter.Budget.Digits(Decimals.WorkDigits);
        double unit = binary ? 1024 : 1000;
        if (bytes == 1)
        {
            return "1 Byte";
        }

        if (bytes < unit)
        {
            return double.IsFinite(bytes)
                ? $"{Math.Truncate(bytes).ToString("F0", CultureInfo.InvariantCulture)} Bytes"
                : throw new JinjaException("filesizeformat(): a finite number is needed");
        }

        double size = unit;
        int prefix = 0;
        while (prefix < Prefixes.Length - 1 && bytes >= size * unit)
        {
            size *= unit;
            prefix++;
        }

        char letter = Prefixes[prefix];
        return $"{Decimals.Fixed(unit * bytes / (size * unit), 1)} {(binary ? char.ToUpperInvariant(letter) + "i" : letter.ToString())}B";
    }

    /// <summary>Without comments and tags, white space as single spaces, entities read: those of HTML 4 that end in a semicolon.</summary>
    private static string StripTags(string text, Budget budget)
    {
        budget.Work(text.Length * 4L);
        text = Without(Without(text, "<!--", "-->"), "<", ">");
        var words = Splitting.Split(text, null, -1, fromRight: false, budget).Items;
        var joined = new TextBuilder(budget);
        for (int i = 0; i < words.Count; i++)
        {
            joined.Append(i > 0 ? " " : "").Append((string)words[i]!);
        }

        return WebUtility.HtmlDecode(joined.ToString());
    }

    private static string Without(string text, string open, string close)
    {
        var kept = new StringBuilder();
        int from = 0;
        for (int start; (start = text.IndexOf(open, from, StringComparison.Ordinal)) >= 0; )
        {
            int end = text.IndexOf(close, start + open.Length, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            kept.Append(text, from, start - from);
            from = end + close.Length;
        }

        return kept.Append(text, from, text.Length - from).ToString();
    }
}
