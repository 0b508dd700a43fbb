using Refrain.Tokens.Jinja;

namespace Refrain.Tokens;

/// <summary>Chat templates in Jinja, with every failure as bad input.</summary>
internal static class ChatTemplates
{
    /// <exception cref="BadInputException">The template is malformed. The same is thrown when rendering fails, or the template itself refuses the conversation.</exception>
    public static ChatTemplate Parse(string source, string place)
    {
        JinjaTemplate template = Guard(() => JinjaTemplate.Parse(source, place), place);
        return (variables, now) => Guard(() => template.Render(variables, new JinjaLimits { Now = now }), place);
    }

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
