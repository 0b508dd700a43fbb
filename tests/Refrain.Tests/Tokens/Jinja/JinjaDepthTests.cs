using Refrain.Jinja;

namespace Refrain.Tests.Tokens.Jinja;

public class JinjaDepthTests
{
    [Theory]
    [InlineData("{% set a", " | upper", " %}{% endset %}{{ a }}")]
    [InlineData("{% filter upper", " | upper", " %}a{% endfilter %}")]
    [InlineData("{{ 'a'", " | upper", " }}")]
    [InlineData("{{ a", "()", " }}")]
    [InlineData("{{ ", "not ", " a }}")]
    public void A_chain_of_thousands_gives_text_or_an_error_and_never_exhausts_the_stack(string start, string link, string end)
    {
        string template = start + string.Concat(Enumerable.Repeat(link, 11_000)) + end;
        try
        {
            Assert.NotNull(JinjaTemplate.Parse(template).Render(new Dictionary<string, object?>()));
        }
        catch (JinjaException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }
}
