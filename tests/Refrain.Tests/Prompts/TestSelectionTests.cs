using Refrain.Prompts;

namespace Refrain.Tests.Prompts;

public class TestSelectionTests
{
    private static readonly Suite Embedded = Suite.Embedded();

    private static IEnumerable<string> Ids(SelectedPrompts selected) => selected.Prompts.Select(prompt => prompt.Id);

    [Fact]
    public void The_issues_selection_of_polyrefuse_measures_other_harmless_prompts_in_chinese()
    {
        var suite = Suite.Load(Shared.Path("data", "polyrefuse"));
        var selection = TestSelection.Parse("harmful:286-349,harmless:250-313,harmless/zh:val:32-79");
        Assert.Equal(["zh"], selection.Languages);
        foreach (string language in suite.Languages)
        {
            var harmful = selection.Select(suite, PromptClass.Harmful, language);
            Assert.Equal(Enumerable.Range(286, 64).Select(i => $"{i}"), Ids(harmful));
            Assert.False(harmful.Other);
            var harmless = selection.Select(suite, PromptClass.Harmless, language);
            Assert.Equal(
                language == "zh" ? Enumerable.Range(32, 48).Select(i => $"{i}") : Enumerable.Range(250, 64).Select(i => $"{i}"),
                Ids(harmless)
            );
            Assert.Equal(language == "zh", harmless.Other);
            Assert.Empty(harmless.NotMeasured);
            Assert.Empty(selection.Select(suite, PromptClass.Borderline, language).Prompts);
        }

        var english = selection.Select(suite, PromptClass.Harmless, "en");
        Assert.Empty(ParallelIds.Of(english, selection.Select(suite, PromptClass.Harmless, "zh")));
        Assert.Equal(64, ParallelIds.Of(english, selection.Select(suite, PromptClass.Harmless, "yo")).Count);
    }

    [Fact]
    public void Ids_that_a_language_lacks_are_not_measured()
    {
        var suite = Suite.Load(Shared.Path("data", "polyrefuse"));
        var chinese = TestSelection.Parse("harmless:498-501").Select(suite, PromptClass.Harmless, "zh");
        Assert.Empty(chinese.Prompts);
        Assert.Equal(["harmless/test/498", "harmless/test/499", "harmless/test/#500", "harmless/test/#501"], chinese.NotMeasured);
        Assert.Equal(64, TestSelection.Default.Select(suite, PromptClass.Harmless, "zh").NotMeasured.Count);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => $"{i}"), Ids(TestSelection.Default.Select(suite, PromptClass.Harmless, "de")));
    }

    [Fact]
    public void The_default_takes_what_there_is()
    {
        Assert.Equal(16, TestSelection.Default.Select(Embedded, PromptClass.Harmful, "de").Prompts.Count);
        Assert.Equal(24, TestSelection.Default.Select(Embedded, PromptClass.Borderline, "de").Prompts.Count);
    }

    [Fact]
    public void The_default_measures_what_a_language_alone_has_where_it_has_nothing_else()
    {
        using var folder = new SuiteFolder().Lines(
            """{"id": "b1", "class": "harmless", "split": "test", "text": {"zh": "你好吗?"}}""",
            """{"id": "b2", "class": "harmless", "split": "test", "text": {"en": "How are you?", "de": "Wie geht es?"}}""",
            """{"id": "b3", "class": "harmless", "split": "test", "text": {"en": "Who are you?"}}"""
        );
        var suite = folder.Load();
        var chinese = TestSelection.Default.Select(suite, PromptClass.Harmless, "zh");
        var german = TestSelection.Default.Select(suite, PromptClass.Harmless, "de");
        Assert.Equal(["b1"], Ids(chinese));
        Assert.True(chinese.Other);
        Assert.Equal(["b2"], Ids(german));
        Assert.Equal(["harmless/test/b3"], german.NotMeasured);
        Assert.Equal(["b2", "b3"], Ids(TestSelection.Default.Select(suite, PromptClass.Harmless, "en")));
        Assert.False(TestSelection.Default.Select(suite, PromptClass.Harmless, "en").Other);
    }

    [Fact]
    public void Positions_count_from_zero_within_class_and_split()
    {
        Assert.Equal(["h01", "h02"], Ids(TestSelection.Parse("harmful:train:0-1").Select(Embedded, PromptClass.Harmful, "en")));
        Assert.Equal(["h05"], Ids(TestSelection.Parse("harmful:val:0").Select(Embedded, PromptClass.Harmful, "en")));
        Assert.Equal(["x24"], Ids(TestSelection.Parse("borderline:23-30").Select(Embedded, PromptClass.Borderline, "en")));
    }

    [Fact]
    public void Entries_add_up_in_their_order_and_each_prompt_comes_once() =>
        Assert.Equal(
            ["h16", "h23", "h08", "h15", "h05"],
            Ids(TestSelection.Parse("harmful:3-4, harmful:1-4, harmful:val:0-0").Select(Embedded, PromptClass.Harmful, "en"))
        );

    [Fact]
    public void A_language_entry_that_lies_within_the_shared_ids_stays_parallel()
    {
        var selection = TestSelection.Parse("harmful:0-7,harmful/de:4-9");
        var german = selection.Select(Embedded, PromptClass.Harmful, "de");
        Assert.Equal([false, false, false, false, true, true], german.Prompts.Select(prompt => prompt.OtherPrompts));
        Assert.Equal(4, ParallelIds.Of(selection.Select(Embedded, PromptClass.Harmful, "en"), german).Count);
    }

    [Fact]
    public void A_class_named_for_one_language_keeps_the_default_for_the_others()
    {
        var selection = TestSelection.Parse("harmless/de:0-3");
        Assert.Equal(4, selection.Select(Embedded, PromptClass.Harmless, "de").Prompts.Count);
        Assert.False(selection.Select(Embedded, PromptClass.Harmless, "de").Other);
        Assert.Equal(16, selection.Select(Embedded, PromptClass.Harmless, "en").Prompts.Count);
        Assert.Empty(selection.Select(Embedded, PromptClass.Harmful, "en").Prompts);
    }

    [Fact]
    public void Parallel_ids_of_a_suite_are_those_both_languages_have()
    {
        var suite = Suite.Load(Shared.Path("data", "polyrefuse"));
        Assert.Equal(572, ParallelIds.Of(suite, PromptClass.Harmful, Split.Test, "en", "zh").Count);
        Assert.Empty(ParallelIds.Of(suite, PromptClass.Harmless, Split.Test, "en", "zh"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("harmful")]
    [InlineData("harmful:5-")]
    [InlineData("harmful:9-5")]
    [InlineData("harmful:-5-9")]
    [InlineData("harmful:1-2,")]
    [InlineData("evil:1-2")]
    [InlineData("harmful:dev:1-2")]
    [InlineData("harmful/DE:1-2")]
    [InlineData("harmful:0-99999999999")]
    [InlineData("harmful:0-150000,harmless:0-150000")]
    public void A_bad_selection_is_one_clear_error(string text) =>
        Assert.StartsWith(
            "TestIds: names",
            Assert.Throws<BadInputException>(() => TestSelection.Parse(text)).Message.Replace("has the entry", "names"),
            StringComparison.Ordinal
        );
}
