namespace Refrain.Tokens;

/// <summary>The patterns that a tokenizer.json can name.</summary>
internal static class Patterns
{
    /// <summary>Every occurrence of a literal text; an empty literal matches nothing.</summary>
    public static Pattern Literal(string literal) =>
        (text, into) =>
        {
            int end = 0;
            for (
                int found;
                literal.Length > 0 && (found = text[end..].IndexOf(literal, StringComparison.Ordinal)) >= 0;
                end += found + literal.Length
            )
            {
                Between(end, end + found, into);
                into.Add(new(end + found, end + found + literal.Length, true));
            }

            Between(end, text.Length, into);
        };

    /// <summary>Every code point of a class, each as a match of its own.</summary>
    public static Pattern Characters(Func<int, bool> isMatch) =>
        (text, into) =>
        {
            int end = 0;
            for (int i = 0, length; i < text.Length; i += length)
            {
                if (isMatch(UnicodeClasses.At(text, i, out length)))
                {
                    Between(end, i, into);
                    end = i + length;
                    into.Add(new(i, end, true));
                }
            }

            Between(end, text.Length, into);
        };

    /// <summary>The runs of one class of code points; class 0 is not matched.</summary>
    public static Pattern Runs(Func<int, int> classOf) =>
        (text, into) =>
        {
            for (int i = 0; i < text.Length; )
            {
                int start = i;
                int @class = classOf(UnicodeClasses.At(text, i, out int length));
                for (i += length; i < text.Length && classOf(UnicodeClasses.At(text, i, out length)) == @class; i += length) { }

                into.Add(new(start, i, @class != 0));
            }
        };

    /// <summary>Stretches of so many code points, each a match.</summary>
    public static Pattern Lengths(int length) =>
        (text, into) =>
        {
            int start = 0,
                count = 0;
            for (int i = 0; i < text.Length; )
            {
                UnicodeClasses.At(text, i, out int width);
                i += width;
                if (++count == length || i == text.Length)
                {
                    into.Add(new(start, i, true));
                    (start, count) = (i, 0);
                }
            }
        };

    /// <summary>Adds the stretch between two matches, unless it is empty.</summary>
    public static void Between(int start, int end, List<Stretch> into)
    {
        if (start < end)
        {
            into.Add(new(start, end, false));
        }
    }

    /// <summary>The text with every match replaced.</summary>
    /// <exception cref="BadInputException">It becomes too long; names the place, where one is given.</exception>
    public static string Replace(this Pattern pattern, string text, string replacement, string? place = null)
    {
        var stretches = new List<Stretch>();
        pattern(text, stretches);
        if (!stretches.Exists(stretch => stretch.IsMatch))
        {
            return text;
        }

        if (place is not null)
        {
            EncodingBudget
                .For(text.Length)
                .CheckLength(stretches.Sum(stretch => stretch.IsMatch ? replacement.Length : (long)(stretch.End - stretch.Start)), place);
        }

        var replaced = new System.Text.StringBuilder(text.Length);
        foreach (Stretch stretch in stretches)
        {
            replaced.Append(stretch.IsMatch ? replacement : text.AsSpan(stretch.Start, stretch.End - stretch.Start));
        }

        return replaced.ToString();
    }

    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    /// <exception cref="BadInputException">Neither is there, or the expression cannot be used.</exception>
    public static Pattern Read(JsonPart part)
    {
        if (part.OptionalText("String") is string literal)
        {
            return Literal(literal);
        }

        return RegexPattern.Create(part.Text("Regex"), part.Place);
    }
}
