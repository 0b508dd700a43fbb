using System.Diagnostics;
using Refrain.Judging;

namespace Refrain.Tests.Judging;

/// <summary>Phrases are matched with backtracking: text made to backtrack must not hold the judge up.</summary>
public class PhraseTimeTests
{
    private static readonly char[] Pattern = ['(', ')', '|', '?', '*'];

    public static TheoryData<string> Languages => [.. PhraseJudge.Languages];

    // Every gap of a line could begin at every repetition of what stands before it, and none ever ends.
    [Theory]
    [MemberData(nameof(Languages))]
    public void Beginnings_of_phrases_without_their_ends_take_no_time(string language)
    {
        string text = PhraseList.Resources().Single(list => list.Language == language).Text;
        var slowest = TimeSpan.Zero;
        foreach (
            string line in text.Split('\n')
                .Where(line => line.Contains("...", StringComparison.Ordinal) || line.Contains('…', StringComparison.Ordinal))
        )
        {
            string[] parts = line.Split(["...", "…"], StringSplitOptions.RemoveEmptyEntries);
            string begun = string.Join(' ', parts[..^1].Select(FirstChoice)) + " ";
            string hostile = string.Concat(Enumerable.Repeat(begun, (PhraseJudge.LongestResponse / begun.Length) + 1));
            NativeJudge.Instance.Judge(new JudgeInput(hostile, language));
            long start = Stopwatch.GetTimestamp();
            NativeJudge.Instance.Judge(new JudgeInput(hostile, language));
            var taken = Stopwatch.GetElapsedTime(start);
            slowest = taken > slowest ? taken : slowest;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{language}: {slowest.TotalMilliseconds:F2} ms");
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"{slowest.TotalMilliseconds} ms");
    }

    [Fact]
    public void No_pattern_has_more_than_two_gaps()
    {
        foreach (var (language, text) in PhraseList.Resources())
        {
            foreach (string line in text.Split('\n').Where(line => !line.StartsWith('#')))
            {
                Assert.True(line.Split(["...", "…"], StringSplitOptions.None).Length <= 3, $"{language}: {line}");
            }
        }
    }

    // The first alternative of every choice.
    private static string FirstChoice(string part)
    {
        var text = new System.Text.StringBuilder();
        bool skipping = false;
        foreach (char c in part)
        {
            skipping = c is '|' || (skipping && c is not ')');
            if (!skipping && !Pattern.Contains(c))
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
