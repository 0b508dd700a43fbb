using Refrain.Judging;

namespace Refrain.Tests.Judging;

public class PhraseListTests
{
    [Fact]
    public void The_fourteen_languages_have_lists() =>
        Assert.Equal("ar de en es fr it ja ko nl pl ru th yo zh", string.Join(' ', PhraseJudge.Languages));

    [Fact]
    public void Every_list_has_decisive_phrases_deflections_warnings_redirections_and_signs_of_an_answer() =>
        Assert.All(PhraseList.Every, list =>
            Assert.True(
                list is { Strong: not null, Weak: not null, Caution: not null, Redirect: not null, Answer: not null },
                list.Language
            )
        );

    [Theory]
    [InlineData("i can't ... help", "well, i can't really help", true)]
    [InlineData("i can't ... help", "i can't; you help", false)]
    [InlineData("sorry … cannot", "sorry, this i cannot", true)]
    [InlineData("sorry … cannot", "sorry. you cannot", false)]
    [InlineData("no (puedo|podemos)", "no podemos", true)]
    [InlineData("no pued*", "no pueden", true)]
    [InlineData("no pued", "no pueden", false)]
    [InlineData("kan ik", "kan ikje", false)]
    [InlineData("das ist (sehr )?falsch", "das ist falsch", true)]
    [InlineData("a.b", "axb", false)]
    public void The_pattern_language_does_what_its_description_says(string line, string text, bool found)
    {
        var list = PhraseList.Parse("xx", $"script: latin\n[strong]\n{line.Replace(" ... ", "...").Replace(" … ", "…")}\n");
        Assert.Equal(found, list.Strong!.IsMatch(text));
    }

    [Theory]
    [InlineData("[strong]\nno\n", "names no known script")]
    [InlineData("script: klingon\n[strong]\nno\n", "names no known script")]
    [InlineData("script: latin\n[strnog]\nno\n", "section strnog")]
    public void A_malformed_list_is_an_error_that_names_it(string text, string problem)
    {
        var error = Assert.Throws<BadInputException>(() => PhraseList.Parse("xx", text));
        Assert.Contains("Phrases/xx.txt", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
