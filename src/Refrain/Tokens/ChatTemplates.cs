using Refrain.Jinja;

namespace Refrain.Tokens;

/// <summary>Chat templates in Jinja, with every failure as bad input.</summary>
internal static class ChatTemplates
{
    // A conversation of ordinary length takes a thousandth of this; a long one gets its share on top.
    private const long LeastBytes = 6_000_000,
        BytesPerCharacter = 16;

    /// <exception cref="BadInputException">The template is malformed. The same is thrown when rendering fails, or the template itself
    /// refuses the conversation.</exception>
    public static ChatTemplate Parse(string source, string place)
    {
        JinjaTemplate template = Guard(() => JinjaTemplate.Parse(source, place), place);
        return (variables, now) =>
            Guard(
                () =>
                    template.Render(variables, new JinjaLimits { Now = now, Bytes = LeastBytes + (BytesPerCharacter * Length(variables)) }),
                place
            );
    }

    /// <summary>Characters of all texts in a variable.</summary>
    private static long Length(object? variable) =>
        variable switch
        {
            string text => text.Length,
            IReadOnlyDictionary<string, object?> members => members.Values.Sum(Length),
            IReadOnlyList<object?> items => items.Sum(Length),
            _ => 0,
        };

    private static T Guard<T>(Func<T> action, string place)
    {
        try
        {
            return action();
        }
        catch (JinjaException error)
        {
            throw new BadInputException(place, $"cannot render a conversation: {BadInputException.Show(error.Problem)}", inner: error);
        }
    }
}
