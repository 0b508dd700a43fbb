using Refrain.Prompts;

namespace Refrain.Tests.Prompts;

public class SuiteLinesTests
{
    private const string Good =
        """{"id": "h1", "class": "harmful", "category": "x", "split": "test", "text": """
        + """{"en": "one", "de": "eins"}, "more": [1, {"a": 2}]}""";

    [Fact]
    public void The_embedded_suite_is_whole()
    {
        var suite = Suite.Embedded();
        Assert.Equal(14, suite.Languages.Count);
        foreach (string language in suite.Languages)
        {
            Assert.Equal(32, suite.Prompts(PromptClass.Harmful, Split.Train, language).Count);
            Assert.Equal(16, suite.Prompts(PromptClass.Harmless, Split.Validation, language).Count);
            Assert.Equal(16, suite.Prompts(PromptClass.Harmful, Split.Test, language).Count);
            Assert.Equal(24, suite.Prompts(PromptClass.Borderline, Split.Test, language).Count);
        }

        Assert.Equal(152 * 14, suite.Check().Counts.Sum(count => count.Prompts));
        Assert.Empty(suite.Check().Findings);
    }

    [Fact]
    public void The_embedded_suite_is_the_shared_one()
    {
        var shared = Suite.Load(Shared.Path("suite"));
        Assert.Equal(shared.Hash, Suite.Embedded().Hash);
        Assert.Equal(shared.Hash, Suite.Load(Path.Combine(Shared.Path("suite"), "suite.jsonl")).Hash);
    }

    [Fact]
    public void Order_marks_blank_lines_and_unknown_fields_are_accepted()
    {
        using var folder = new SuiteFolder().Lines(
            "\uFEFF" + Good + "\r",
            "",
            "  ",
            Good.Replace("h1", "h2").Replace("one", "two").Replace("eins", "zwei"),
            ""
        );
        var prompts = folder.Load().Prompts(PromptClass.Harmful, Split.Test, "de");
        Assert.Equal(["eins", "zwei"], prompts.Select(prompt => prompt.Text));
        Assert.Equal("harmful/test/h1", prompts[0].Key);
        Assert.Equal("x", prompts[0].Category);
    }

    [Fact]
    public void The_hash_changes_with_every_prompt_and_not_with_the_spelling_of_the_file()
    {
        string HashOf(params string[] lines)
        {
            using var folder = new SuiteFolder().Lines(lines);
            return folder.Load().Hash;
        }

        string second = Good.Replace("h1", "h2").Replace("one", "two");
        string hash = HashOf(Good, second);
        Assert.Equal(64, hash.Length);
        Assert.Equal(hash, HashOf("", Good.Replace(", \"more\": [1, {\"a\": 2}]", "").Replace("\"one\"", "\"\\u006fne\""), second));
        string[] others =
        [
            HashOf(Good),
            HashOf(second, Good),
            HashOf(Good.Replace("one", "One"), second),
            HashOf(Good.Replace("\"de\"", "\"nl\""), second),
            HashOf(Good.Replace("test", "val"), second),
            HashOf(Good.Replace("harmful", "harmless"), second),
            HashOf(Good.Replace("h1", "h3"), second),
        ];
        Assert.Equal(8, others.Append(hash).Distinct().Count());
    }

    [Fact]
    public void Holes_and_prompts_of_one_language_are_told_apart()
    {
        using var folder = new SuiteFolder().Lines(
            Good,
            """{"id": "h2", "class": "harmful", "split": "test", "text": {"en": "two", "de": null, "fr": "deux"}}""",
            """{"id": "h3", "class": "harmful", "split": "test", "text": {"fr": "seul"}}"""
        );
        var suite = folder.Load();
        Assert.True(suite.Prompts(PromptClass.Harmful, Split.Test, "fr").Single(prompt => prompt.Id == "h3").OtherPrompts);
        Assert.False(suite.Prompts(PromptClass.Harmful, Split.Test, "fr").Single(prompt => prompt.Id == "h2").OtherPrompts);
        Assert.Equal(
            [("de", SuiteFindingKind.Empty, "h2"), ("fr", SuiteFindingKind.Missing, "h1"), ("fr", SuiteFindingKind.OtherPrompts, "h3")],
            suite.Check().Findings.Select(finding => (finding.Language, finding.Kind, Assert.Single(finding.Ids)))
        );
    }

    [Fact]
    public void Untranslated_duplicate_and_foreign_texts_are_found()
    {
        using var folder = new SuiteFolder().Lines(
            """{"id": "a", "class": "harmful", "split": "train", "text": {"en": "How are you?", "ru": "How are you?", "ja": "元気ですか?"}}""",
            """{"id": "b", "class": "harmful", "split": "test", "text": {"en": "Who is it?", "ru": "Qui est-ce?", "ja": "元気ですか?"}}""",
            """{"id": "c", "class": "harmful", "split": "test", "text": {"en": "What?", "ru": "Что такое VPN?", "ja": "VPNとは何ですか?"}}"""
        );
        Assert.Equal(
            [
                ("ja", SuiteFindingKind.Duplicate, "b"),
                ("ru", SuiteFindingKind.Untranslated, "a"),
                ("ru", SuiteFindingKind.WrongScript, "b"),
            ],
            folder.Load().Check().Findings.Select(finding => (finding.Language, finding.Kind, Assert.Single(finding.Ids)))
        );
    }

    [Theory]
    [InlineData("nonsense", "line 2: is not JSON")]
    [InlineData("[]", "line 2: is array")]
    [InlineData("""{"class": "harmful", "split": "test", "text": {}}""", "line 2: id: is missing")]
    [InlineData("""{"id": "", "class": "harmful", "split": "test", "text": {}}""", "line 2: id")]
    [InlineData("""{"id": "a\u0007", "class": "harmful", "split": "test", "text": {}}""", "no control characters")]
    [InlineData(
        """{"id": "a", "class": "evil", "split": "test", "text": {}}""",
        "line 2: class: is evil; expected harmful, harmless or borderline"
    )]
    [InlineData("""{"id": "a", "class": "harmful", "split": "dev", "text": {}}""", "line 2: split: is dev; expected train, val or test")]
    [InlineData("""{"id": "a", "class": "harmful", "split": "test", "text": "hello"}""", "line 2: text")]
    [InlineData("""{"id": "a", "class": "harmful", "split": "test", "text": {"en": 5}}""", "line 2: text: en: is number")]
    [InlineData("""{"id": "a", "class": "harmful", "split": "test", "text": {"../../etc": "x"}}""", "language ../../etc")]
    [InlineData("""{"id": "a", "class": "harmful", "split": "test", "text": {"en": "x", "en": "y"}}""", "line 2: is not JSON")]
    [InlineData("""{"id": "a", "class": "harmful", "split": "test", "text": {"en": "\udc00"}}""", "surrogate")]
    [InlineData(Good, "line 2: id h1 occurs twice")]
    public void A_bad_line_is_one_clear_error(string line, string told)
    {
        using var folder = new SuiteFolder().Lines(Good, line);
        Assert.Contains(told, folder.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_one_clear_error()
    {
        using var folder = new SuiteFolder().Bytes("suite.jsonl", [.. System.Text.Encoding.UTF8.GetBytes(Good + "\n"), 0xC3, 0x28]);
        Assert.Contains("line 2: is not UTF-8", folder.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_past_the_limit_is_refused()
    {
        using var folder = new SuiteFolder().Lines();
        using (var file = File.OpenWrite(Path.Combine(folder.Path, "suite.jsonl")))
        {
            file.SetLength(SuiteFile.MaximumBytes + 1L);
        }

        Assert.Contains("larger than 64 MiB", folder.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_millions_of_empty_lists_is_refused_before_it_is_parsed()
    {
        using var folder = new SuiteFolder().Lines("[" + string.Concat(Enumerable.Repeat("[],", 6_000_000)) + "[]]");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("line 1: is larger than 16 MiB", folder.LoadFails().Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000_000);
    }

    [Fact]
    public void A_text_past_the_limit_is_refused()
    {
        using var folder = new SuiteFolder().Lines(Good.Replace("one", new string('x', SuiteFile.MaximumText + 1)));
        Assert.Contains("text: en: is 100001 characters long", folder.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_named() =>
        Assert.Contains(
            "no/such/suite: does not exist",
            Assert.Throws<BadInputException>(() => Suite.Load("no/such/suite")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("de", true)]
    [InlineData("yue", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("DE", false)]
    [InlineData("d", false)]
    [InlineData("de_DE", false)]
    [InlineData("de-", false)]
    [InlineData("de\n", false)]
    [InlineData("", false)]
    public void Language_tags_have_the_shape_of_bcp_47(string tag, bool valid) => Assert.Equal(valid, LanguageTag.IsValid(tag));
}
