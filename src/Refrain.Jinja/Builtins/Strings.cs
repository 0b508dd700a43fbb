using System.Text;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Syntax;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>What Python's string methods and jinja2's filters share.</summary>
internal static class Strings
{
    /// <summary>Without the characters of <paramref name="set"/> (white space when null) at either end.</summary>
    public static string Strip(string text, string? set, bool atStart, bool atEnd, Budget budget)
    {
        // A set is searched per character, so its size multiplies; as a hash it does not.
        var runes = set is null ? null : set.EnumerateRunes().ToHashSet();
        budget.Work(text.Length + (set?.Length ?? 0));
        budget.Allocate((set?.Length ?? 0) * 16L);
        bool Strips(Rune rune) => runes is null ? rune.IsBmp && Characters.IsSpace((char)rune.Value) : runes.Contains(rune);
        int start = 0;
        int end = text.Length;
        while (
            atStart
            && start < end
            && Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out var rune, out int width) == 0
            && Strips(rune)
        )
        {
            start += width;
        }

        while (
            atEnd
            && start < end
            && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var rune, out int width) == 0
            && Strips(rune)
        )
        {
            end -= width;
        }

        budget.Text(end - start);
        return text[start..end];
    }

    /// <summary>
    /// The first so many occurrences replaced; all when negative. An empty <paramref name="old"/> stands between all code points.
    /// </summary>
    public static string Replace(string text, string old, string by, int count, Budget budget)
    {
        budget.Search(text, old);
        long limit = count < 0 ? long.MaxValue : count;
        if (old.Length == 0)
        {
            return Interleave(text, by, limit, budget);
        }

        var result = new TextBuilder(budget);
        int from = 0;
        for (int at; limit > 0 && (at = text.IndexOf(old, from, StringComparison.Ordinal)) >= 0; limit--)
        {
            result.Append(text.AsSpan(from, at - from)).Append(by);
            from = at + old.Length;
        }

        return from == 0 ? text : result.Append(text.AsSpan(from)).ToString();
    }

    private static string Interleave(string text, string by, long limit, Budget budget)
    {
        var result = new TextBuilder(budget);
        int at = 0;
        for (; limit > 0 && at <= text.Length; limit--)
        {
            result.Append(by);
            int width = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
            result.Append(text.AsSpan(at, Math.Min(width, text.Length - at)));
            at += width;
        }

        return result.Append(text.AsSpan(Math.Min(at, text.Length))).ToString();
    }

    public static string Join(string separator, IReadOnlyList<object?> items, Budget budget, bool convertsAll)
    {
        var result = new TextBuilder(budget);
        for (int i = 0; i < items.Count; i++)
        {
            result.Append(i > 0 ? separator : "");
            result.Append(
                items[i] as string
                    ?? (
                        convertsAll
                            ? Printing.Text(items[i], budget)
                            : throw new JinjaException($"sequence item {i}: expected str instance, {TypeNames.Of(items[i])} found")
                    )
            );
        }

        return result.ToString();
    }

    public static long CountOf(string text, string part, Budget budget)
    {
        budget.Search(text, part);
        if (part.Length == 0)
        {
            return CodePoints.Count(text) + 1;
        }

        long count = 0;
        for (int at = 0; (at = text.IndexOf(part, at, StringComparison.Ordinal)) >= 0; at += part.Length)
        {
            count++;
        }

        return count;
    }

    /// <summary>Padded with <paramref name="fill"/> to a width in code points.</summary>
    public static string Pad(string text, int width, string fill, double shareBefore, Budget budget)
    {
        if (CodePoints.Count(fill) != 1)
        {
            throw new JinjaException("The fill character must be exactly one character long");
        }

        int space = width - CodePoints.Count(text);
        if (space <= 0)
        {
            return text;
        }

        // Python's center puts an odd space before the text only where the width is odd, too.
        long before = shareBefore == 0.5 ? (space / 2) + (space & width & 1) : (long)(space * shareBefore);
        budget.Text(text.Length + ((long)space * fill.Length));
        var result = new TextBuilder(budget);
        Fill(result, fill, before);
        result.Append(text);
        Fill(result, fill, space - before);
        return result.ToString();
    }

    private static void Fill(TextBuilder result, string fill, long count)
    {
        if (fill.Length == 1)
        {
            result.Append(fill[0], count);
            return;
        }

        for (long i = 0; i < count; i++)
        {
            result.Append(fill);
        }
    }
}
