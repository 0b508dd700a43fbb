using System.Globalization;

namespace Refrain.Reports;

/// <summary>Prompt ids in short: <c>286–349, 360</c> for numbers that follow each other.</summary>
internal static class IdRanges
{
    /// <summary>More parts than a reader reads; <c>report.json</c> has them all.</summary>
    private const int Most = 40;

    /// <summary>
    /// Ids in their order, runs of numbers with the same text before them drawn together; of many parts the first, and how many ids follow.
    /// </summary>
    public static string Show(IReadOnlyList<string> ids)
    {
        var parts = new List<string>();
        int start = 0;
        while (start < ids.Count && parts.Count < Most)
        {
            int end = start;
            while (end + 1 < ids.Count && Follows(ids[end], ids[end + 1]))
            {
                end++;
            }

            parts.Add(end == start ? ids[start] : $"{ids[start]}–{Split(ids[end]).Digits}");
            start = end + 1;
        }

        if (start < ids.Count)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"and {ids.Count - start} more"));
        }

        return string.Join(", ", parts);
    }

    private static bool Follows(string first, string second)
    {
        var (prefix, digits) = Split(first);
        var (nextPrefix, nextDigits) = Split(second);
        return prefix == nextPrefix
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(nextDigits, NumberStyles.None, CultureInfo.InvariantCulture, out int next)
            && next == number + 1;
    }

    private static (string Prefix, string Digits) Split(string id)
    {
        int digits = id.AsSpan().TrimEnd("0123456789").Length;
        return (id[..digits], id[digits..]);
    }
}
