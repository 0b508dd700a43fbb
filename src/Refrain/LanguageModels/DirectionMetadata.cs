using System.Globalization;

namespace Refrain.LanguageModels;

/// <summary>The metadata of a saved direction; hostile until checked.</summary>
internal sealed class DirectionMetadata(string path, IReadOnlyDictionary<string, string> values)
{
    /// <exception cref="BadInputException">The value is missing.</exception>
    public string Text(string name) => values.GetValueOrDefault(name) ?? throw Wrong(name, "is missing", "a text");

    /// <exception cref="BadInputException">The value is missing, or another.</exception>
    public void Require(string name, string expected)
    {
        if (values.GetValueOrDefault(name) is var found && found != expected)
        {
            throw Wrong(name, found is null ? "is missing" : $"is {BadInputException.Show(found)}", expected);
        }
    }

    /// <exception cref="BadInputException">The value is none of the words.</exception>
    public T Choice<T>(string name, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        string found = Text(name);
        var words = new List<string>();
        foreach (var (word, value) in choices)
        {
            if (word == found)
            {
                return value;
            }

            words.Add(word);
        }

        throw Wrong(name, $"is {BadInputException.Show(found)}", string.Join(" or ", words));
    }

    /// <exception cref="BadInputException">The value is missing where it must not, or no number of the range.</exception>
    public int? Integer(string name, int least, int most, bool optional = false) =>
        optional && !values.ContainsKey(name) ? null
        : int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        && number >= least
        && number <= most
            ? number
        : throw Wrong(name, $"is {BadInputException.Show(Text(name))}", $"a whole number from {least} to {most}");

    /// <exception cref="BadInputException">The value is no number.</exception>
    public double? Number(string name) =>
        !values.TryGetValue(name, out string? text) ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw Wrong(name, $"is {BadInputException.Show(text)}", "a number");

    private BadInputException Wrong(string name, string problem, string expected) =>
        new($"{path}: {name}", problem, expected, "Save the direction again with this version.");
}
