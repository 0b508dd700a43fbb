using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Refrain.Tokens;

/// <summary>A regular expression from a tokenizer file as a <see cref="Pattern"/>, matched by code points.</summary>
/// <remarks>
/// .NET matches UTF-16 units, where half of a pair is no letter; Oniguruma, which the tokenizers library uses, matches code points.
/// So a text that holds surrogate pairs is matched through a stand-in: each code point beyond the basic plane becomes one character of the
/// same
/// category that the expression does not name. That is exact, since the translated expression tests nothing but categories and named
/// characters.
/// The expression is hostile until proven harmless: one match has a time limit, and all matching in one text has another, see
/// <see cref="EncodingBudget"/>.
/// Reading a file only parses its expressions; one is compiled, within that limit, when it has matched much text, unless it is long:
/// compiling takes more than linear time.
/// </remarks>
internal sealed class RegexPattern
{
    private const int LongestCompiled = 2000;

    /// <summary>Compiling takes as long as interpreting some thousand characters.</summary>
    private const long CompiledFrom = 4096;

    private readonly Regex parsed;
    private readonly Lazy<Regex> compiled;
    private long matched; // characters so far
    private readonly TranslatedRegex translated;
    private readonly string place;
    private readonly char[] standIns = new char[31]; // by category, and the alphabetic symbols last; '\0': not looked for yet

    private RegexPattern(TranslatedRegex translated, string place)
    {
        this.translated = translated;
        this.place = place;
        try
        {
            parsed = new Regex(translated.Pattern, RegexOptions.CultureInvariant, EncodingBudget.MatchTime);
            compiled = new(() =>
                translated.Pattern.Length > LongestCompiled
                    ? parsed
                    : new Regex(translated.Pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, EncodingBudget.MatchTime)
            );
        }
        catch (ArgumentException error)
        {
            throw new BadInputException(
                place,
                $"is {BadInputException.Show(translated.Source)}: {error.Message}",
                "a regular expression",
                inner: error
            );
        }
    }

    /// <exception cref="BadInputException">The expression is malformed, or uses what is not supported.</exception>
    public static Pattern Create(string expression, string place) =>
        new RegexPattern(RegexTranslation.Translate(expression, place), place).Match;

    private void Match(ReadOnlySpan<char> text, List<Stretch> into)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            Match(text, null, into);
            return;
        }

        char[] stand = new char[text.Length];
        int[] offsets = new int[text.Length + 1]; // of each stand-in character in the text
        int count = 0;
        for (int i = 0; i < text.Length; count++)
        {
            int point = UnicodeClasses.At(text, i, out int length);
            stand[count] = point > 0xFFFF ? StandIn(point) : (char)point;
            offsets[count] = i;
            i += length;
        }

        offsets[count] = text.Length;
        Match(stand.AsSpan(0, count), offsets, into);
    }

    private void Match(ReadOnlySpan<char> text, int[]? offsets, List<Stretch> into)
    {
        int At(int index) => offsets is null ? index : offsets[index];
        long started = Stopwatch.GetTimestamp();
        EncodingBudget budget = EncodingBudget.For(text.Length);
        int end = 0,
            count = 0;
        try
        {
            Regex regex = Interlocked.Add(ref matched, text.Length) < CompiledFrom ? parsed : compiled.Value;
            foreach (ValueMatch match in regex.EnumerateMatches(text))
            {
                if (match.Length == 0 && match.Index == end && end > 0)
                {
                    continue; // Oniguruma's iterator passes over an empty match right after another
                }

                Patterns.Between(At(end), At(match.Index), into);
                end = match.Index + match.Length;
                into.Add(new(At(match.Index), At(end), true));
                if ((++count & 63) == 0 && !budget.Allows(started))
                {
                    throw TooSlow(null);
                }
            }

            if (!budget.Allows(started))
            {
                throw TooSlow(null);
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw TooSlow(error);
        }
        finally
        {
            budget.Spend(started);
        }

        Patterns.Between(At(end), At(text.Length), into);
    }

    private char StandIn(int point)
    {
        UnicodeCategory category = UnicodeClasses.Category(point);
        bool alphabetic = UnicodeClasses.IsAlphabeticSymbol(point);
        ref char standIn = ref standIns[alphabetic ? 30 : (int)category];
        for (int i = 0x80; standIn == 0 && i <= 0xFFFF; i++)
        {
            if (!translated.Named[i] && UnicodeClasses.Category(i) == category && UnicodeClasses.IsAlphabeticSymbol(i) == alphabetic)
            {
                standIn = (char)i;
            }
        }

        return standIn != 0
            ? standIn
            : throw new BadInputException(place, $"names every character of category {category}", "an expression that leaves one unnamed");
    }

    private BadInputException TooSlow(Exception? inner) =>
        new(
            place,
            $"is {BadInputException.Show(translated.Source)}, which does not finish in time",
            "an expression without nested repetition",
            inner: inner
        );
}
