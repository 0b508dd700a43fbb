using System.Text;
using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>Strings as Python sees them: sequences of code points, where .NET has UTF-16 units. Offsets here count code points.</summary>
internal static class CodePoints
{
    public static bool IsSimple(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0;

    public static int Count(string text) => IsSimple(text) ? text.Length : Width(text);

    private static int Width(string text)
    {
        int pairs = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    /// <summary>One string per code point; a lone surrogate counts as one.</summary>
    public static List<object?> Split(string text, Budget budget)
    {
        budget.List(text.Length);
        budget.Allocate(text.Length * 24L);
        var items = new List<object?>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            items.Add(isPair ? text.Substring(i++, 2) : text[i].ToString());
        }

        return items;
    }

    /// <summary>The position in UTF-16 units of a code point counted from the start.</summary>
    public static int Position(string text, int codePoint)
    {
        if (IsSimple(text))
        {
            return Math.Min(codePoint, text.Length);
        }

        int position = 0;
        for (; codePoint > 0 && position < text.Length; codePoint--)
        {
            position += position + 1 < text.Length && char.IsSurrogatePair(text[position], text[position + 1]) ? 2 : 1;
        }

        return position;
    }

    public static string Reverse(string text, Budget budget)
    {
        budget.Text(text.Length);
        char[] units = text.ToCharArray();
        Array.Reverse(units);
        for (int i = 0; i + 1 < units.Length; i++)
        {
            if (char.IsSurrogatePair(units[i + 1], units[i]))
            {
                (units[i], units[i + 1]) = (units[i + 1], units[i]);
                i++;
            }
        }

        return new string(units);
    }

    /// <summary>The code points at <c>start, start + step, …</c>, as many as told.</summary>
    public static string Pick(string text, int start, int step, int count, Budget budget)
    {
        if (step == 1)
        {
            int from = Position(text, start);
            int length = IsSimple(text) ? count : Position(text[from..], count);
            budget.Text(length);
            return text.Substring(from, length);
        }

        budget.Text(text.Length);
        var picked = new StringBuilder();
        if (IsSimple(text))
        {
            for (int i = 0; i < count; i++)
            {
                picked.Append(text[start + (i * step)]);
            }

            return picked.ToString();
        }

        var all = text.EnumerateRunes().ToArray();
        budget.Allocate(all.Length * 4L);
        for (int i = 0; i < count && start + (i * step) < all.Length; i++)
        {
            picked.Append(all[start + (i * step)].ToString());
        }

        return picked.ToString();
    }
}
