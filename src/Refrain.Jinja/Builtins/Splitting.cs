using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Syntax;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Python's ways to cut a string.</summary>
internal static class Splitting
{
    /// <summary>At most so many cuts from the left, or from the right; all when negative. No separator means runs of white space.</summary>
    public static Sequence Split(string text, string? separator, int limit, bool fromRight, Budget budget)
    {
        budget.Search(text, separator ?? " ");
        long cuts = limit < 0 ? long.MaxValue : limit;
        var parts = separator switch
        {
            null => fromRight ? ByWhiteSpaceFromRight(text, cuts, budget) : ByWhiteSpace(text, cuts, budget),
            "" => throw new JinjaException("empty separator"),
            _ => fromRight ? FromRight(text, separator, cuts, budget) : FromLeft(text, separator, cuts, budget),
        };
        return Sequence.List(parts);
    }

    private static void Add(List<object?> parts, string part, Budget budget)
    {
        budget.Element(parts.Count);
        budget.Text(part.Length);
        parts.Add(part);
    }

    private static List<object?> FromLeft(string text, string separator, long cuts, Budget budget)
    {
        var parts = new List<object?>();
        int from = 0;
        for (int at; cuts > 0 && (at = text.IndexOf(separator, from, StringComparison.Ordinal)) >= 0; cuts--)
        {
            Add(parts, text[from..at], budget);
            from = at + separator.Length;
        }

        Add(parts, text[from..], budget);
        return parts;
    }

    private static List<object?> FromRight(string text, string separator, long cuts, Budget budget)
    {
        var parts = new List<object?>();
        int end = text.Length;
        for (int at; cuts > 0 && (at = text.AsSpan(0, end).LastIndexOf(separator)) >= 0; cuts--)
        {
            Add(parts, text[(at + separator.Length)..end], budget);
            end = at;
        }

        Add(parts, text[..end], budget);
        parts.Reverse();
        return parts;
    }

    private static List<object?> ByWhiteSpace(string text, long cuts, Budget budget)
    {
        var parts = new List<object?>();
        for (int at = 0; at < text.Length; )
        {
            if (Characters.IsSpace(text[at]))
            {
                at++;
                continue;
            }

            int end = at;
            while (end < text.Length && !Characters.IsSpace(text[end]))
            {
                end++;
            }

            end = cuts-- > 0 ? end : text.Length;
            Add(parts, text[at..end], budget);
            at = end;
        }

        return parts;
    }

    private static List<object?> ByWhiteSpaceFromRight(string text, long cuts, Budget budget)
    {
        var parts = new List<object?>();
        for (int end = text.Length; end > 0; )
        {
            if (Characters.IsSpace(text[end - 1]))
            {
                end--;
                continue;
            }

            int start = end;
            while (start > 0 && !Characters.IsSpace(text[start - 1]))
            {
                start--;
            }

            start = cuts-- > 0 ? start : 0;
            Add(parts, text[start..end], budget);
            end = start;
        }

        parts.Reverse();
        return parts;
    }

    public static Sequence Lines(string text, bool keepsEnds, Budget budget)
    {
        budget.Work(text.Length);
        var lines = new List<object?>();
        for (int from = 0; from < text.Length; )
        {
            int end = from;
            while (end < text.Length && !IsLineEnd(text[end]))
            {
                end++;
            }

            int next = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
            next = Math.Min(next, text.Length);
            Add(lines, text[from..(keepsEnds ? next : end)], budget);
            from = next;
        }

        return Sequence.List(lines);
    }

    private static bool IsLineEnd(char c) =>
        c is '\n' or '\r' or '\v' or '\f' or >= '\u001c' and <= '\u001e' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>Before, separator, after; the whole on one side when the separator does not occur.</summary>
    public static Sequence Partition(string text, string separator, bool fromRight, Budget budget)
    {
        budget.Search(text, separator);
        budget.Text(text.Length);
        if (separator.Length == 0)
        {
            throw new JinjaException("empty separator");
        }

        int at = fromRight ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0
            ? fromRight
                ? Sequence.Tuple("", "", text)
                : Sequence.Tuple(text, "", "")
            : Sequence.Tuple(text[..at], separator, text[(at + separator.Length)..]);
    }
}
