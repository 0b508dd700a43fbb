using System.Globalization;
using System.Text.RegularExpressions;

namespace Refrain.Tests;

/// <summary>
/// Compares a text with the one that was stored: everything to the letter, but for the last digits of measured numbers, which are the
/// processor's. Numbers may differ by <see cref="Tolerance"/> of their size; REFRAIN_UPDATE_GOLDEN=1 stores what differs.
/// </summary>
/// <remarks>
/// <para>
/// A number stands by itself: digits within a word (<c>Q8_0</c>, a hash, <c>2.1.0</c>, <c>3.json</c>) are text. Its sign is text too, so a
/// change of sign is one of a letter, between 0 and −0 as well. Whole numbers are counts and ids and must be equal: only where at least one
/// of the two has a decimal point or an exponent do they agree by their values. Each group of digits between commas is a number of its own.
/// NaN, null and ∞ are words.
/// </para>
/// <para>One value that is written in two ways (0.5, 0.50) is a change of format, and differs.</para>
/// </remarks>
internal static partial class GoldenText
{
    /// <summary>How far two numbers may be apart, as a share of the larger.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Whether golden files are written instead of compared.</summary>
    public static bool Update => Environment.GetEnvironmentVariable("REFRAIN_UPDATE_GOLDEN") == "1";

    /// <summary>Fails where a text is not that of the file; when golden files are updated, writes it there instead.</summary>
    public static void Check(string path, string actual)
    {
        if (Update)
        {
            Store(path, actual);
        }

        string? difference = File.Exists(path)
            ? Difference(File.ReadAllText(path).ReplaceLineEndings("\n"), actual)
            : "there is no such file";
        Assert.True(
            difference is null,
            $"{Path.GetRelativePath(Shared.Repository, path)}: {difference}. "
                + $"If the change is meant, run the test with REFRAIN_UPDATE_GOLDEN=1"
        );
    }

    /// <summary>Writes a text to a file unless the file holds it already, but for last digits.</summary>
    public static void Store(string path, string actual)
    {
        if (!File.Exists(path) || Difference(File.ReadAllText(path).ReplaceLineEndings("\n"), actual) is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
    }

    /// <summary>The first difference, in words, or null where there is none.</summary>
    public static string? Difference(string expected, string actual)
    {
        var (left, right) = (Number().Matches(expected), Number().Matches(actual));
        var (leftEnd, rightEnd) = (0, 0);
        for (int i = 0; i <= Math.Max(left.Count, right.Count); i++)
        {
            var (leftNumber, rightNumber) = (left.ElementAtOrDefault(i), right.ElementAtOrDefault(i));
            string before = expected[leftEnd..(leftNumber?.Index ?? expected.Length)],
                beforeToo = actual[rightEnd..(rightNumber?.Index ?? actual.Length)];
            if (before != beforeToo)
            {
                int same = before.AsSpan().CommonPrefixLength(beforeToo);
                return Say(expected, leftEnd + same, actual, rightEnd + same);
            }

            if ((leftNumber, rightNumber) is ({ }, { }) && !Same(leftNumber.ValueSpan, rightNumber.ValueSpan))
            {
                return Say(expected, leftNumber.Index, actual, rightNumber.Index);
            }

            (leftEnd, rightEnd) = (leftNumber?.Index + leftNumber?.Length ?? 0, rightNumber?.Index + rightNumber?.Length ?? 0);
            if ((leftNumber, rightNumber) is (null, null))
            {
                break;
            }

            if (leftNumber is null || rightNumber is null)
            {
                return Say(expected, leftNumber?.Index ?? expected.Length, actual, rightNumber?.Index ?? actual.Length);
            }
        }

        return null;
    }

    private static bool Same(ReadOnlySpan<char> expected, ReadOnlySpan<char> actual)
    {
        if (expected.SequenceEqual(actual))
        {
            return true;
        }

        if (!expected.ContainsAny(".eE") && !actual.ContainsAny(".eE"))
        {
            return false;
        }

        double a = double.Parse(expected, CultureInfo.InvariantCulture),
            b = double.Parse(actual, CultureInfo.InvariantCulture);
        return a != b && Math.Abs(a - b) <= Tolerance * Math.Max(a, b);
    }

    private static string Say(string expected, int at, string actual, int atToo)
    {
        int line = expected.AsSpan(0, at).Count('\n') + 1;
        return $"line {line}: expected …{Around(expected, at)}…, found …{Around(actual, atToo)}…";
    }

    private static string Around(string text, int at) =>
        text[Math.Max(0, at - 30)..Math.Min(text.Length, at + 50)].Replace("\n", "\\n", StringComparison.Ordinal);

    // An exponent has its sign, as .NET writes it: 12e45 is a piece of a hash.
    [GeneratedRegex(@"(?<![\w.])(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-][0-9]{1,3})?(?!\.?\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
