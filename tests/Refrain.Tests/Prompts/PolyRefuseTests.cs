using Refrain.Prompts;

namespace Refrain.Tests.Prompts;

public class PolyRefuseTests
{
    private static string Real => Shared.Path("data", "polyrefuse");

    [Fact]
    public void The_published_data_has_14_languages_with_its_known_counts()
    {
        var suite = Suite.Load(Real);
        Assert.Equal("polyrefuse", suite.Name);
        Assert.Equal(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "ru", "th", "yo", "zh"], suite.Languages);
        foreach (string language in suite.Languages)
        {
            Assert.Equal(260, suite.Prompts(PromptClass.Harmful, Split.Train, language).Count);
            Assert.Equal(39, suite.Prompts(PromptClass.Harmful, Split.Validation, language).Count);
            Assert.Equal(572, suite.Prompts(PromptClass.Harmful, Split.Test, language).Count);
            Assert.Equal(200, suite.Prompts(PromptClass.Harmless, Split.Train, language).Count);
            Assert.Equal(200, suite.Prompts(PromptClass.Harmless, Split.Validation, language).Count);
            Assert.Equal(language == "zh" ? 0 : 500, suite.Prompts(PromptClass.Harmless, Split.Test, language).Count);
            Assert.Empty(suite.Prompts(PromptClass.Borderline, Split.Test, language));
        }
    }

    [Fact]
    public void The_published_datas_only_hole_is_chinese_harmless_test()
    {
        var findings = Suite.Load(Real).Check().Findings;
        var hole = Assert.Single(findings, finding => finding.Kind is not (SuiteFindingKind.Duplicate or SuiteFindingKind.WrongScript));
        Assert.Equal(
            (SuiteFindingKind.Missing, "zh", PromptClass.Harmless, Split.Test, 500),
            (hole.Kind, hole.Language, hole.Class, hole.Split, hole.Ids.Count)
        );

        // ru val 111 was left in English; zh val 17 is mostly an address.
        Assert.Equal(
            ["ru/111", "zh/17"],
            findings
                .Where(finding => finding.Kind == SuiteFindingKind.WrongScript)
                .Select(finding => $"{finding.Language}/{Assert.Single(finding.Ids)}")
        );
        Assert.Equal(10, Assert.Single(findings, finding => finding is { Kind: SuiteFindingKind.Duplicate, Language: "en" }).Ids.Count);
        Assert.DoesNotContain(findings, finding => finding is { Kind: SuiteFindingKind.Duplicate, Language: "de" });
    }

    [Fact]
    public void A_rows_number_is_its_id_in_every_language()
    {
        var suite = Suite.Load(Real);
        foreach (string language in suite.Languages)
        {
            Assert.Equal(
                Enumerable.Range(0, 572).Select(i => $"{i}"),
                suite.Prompts(PromptClass.Harmful, Split.Test, language).Select(prompt => prompt.Id)
            );
        }

        string english = suite.Prompts(PromptClass.Harmful, Split.Test, "en")[286].Text,
            german = suite.Prompts(PromptClass.Harmful, Split.Test, "de")[286].Text;
        Assert.NotEqual(english, german);
    }

    [Fact]
    public void The_folder_of_back_translations_is_not_part_of_the_suite() => Assert.DoesNotContain("yi", Suite.Load(Real).Languages);

    [Fact]
    public void Rows_in_another_order_are_aligned_by_their_english_text()
    {
        using var folder = new SuiteFolder()
            .Test("en", ("one", null), ("two", null), ("three", null))
            .Test("de", ("two", "zwei"), ("one", "eins"), ("three", "drei"));
        var suite = folder.Load();
        Assert.Equal(["eins", "zwei", "drei"], suite.Prompts(PromptClass.Harmful, Split.Test, "de").Select(prompt => prompt.Text));
        var finding = Assert.Single(suite.Check().Findings);
        Assert.Equal(SuiteFindingKind.OutOfOrder, finding.Kind);
        Assert.Equal(["1", "0"], finding.Ids);
    }

    [Fact]
    public void A_lost_row_shifts_nothing_even_where_english_repeats_itself()
    {
        using var folder = new SuiteFolder()
            .Test("en", ("one", null), ("two", null), ("two", null), ("four", null))
            .Test("de", ("two", "zwei"), ("two", "zwo"), ("four", "vier"));
        var german = folder.Load().Prompts(PromptClass.Harmful, Split.Test, "de");
        Assert.Equal(["1", "2", "3"], german.Select(prompt => prompt.Id).Order());
        Assert.Equal("vier", german.Single(prompt => prompt.Id == "3").Text);
        Assert.Equal(["0"], Assert.Single(folder.Load().Check().Findings, finding => finding.Kind == SuiteFindingKind.Missing).Ids);
    }

    [Fact]
    public void A_row_that_translates_nothing_known_is_a_prompt_of_that_language_only()
    {
        using var folder = new SuiteFolder().Test("en", ("one", null)).Test("de", ("uno", "etwas anderes"));
        var prompt = Assert.Single(folder.Load().Prompts(PromptClass.Harmful, Split.Test, "de"));
        Assert.True(prompt.OtherPrompts);
        Assert.Equal("de-0", prompt.Id);
    }

    [Fact]
    public void Null_rows_null_texts_and_blank_texts_are_holes()
    {
        using var folder = new SuiteFolder()
            .Test("en", ("one", null), ("two", null), ("three", null), ("four", null))
            .File(
                "harmful_test_translated_de.json",
                """
                [null, {"instruction": "two", "instruction_translated": " "}, {"instruction": "three"},
                {"instruction": "four", "instruction_translated": "vier"}]
                """
            );
        var suite = folder.Load();
        Assert.Equal(["3"], suite.Prompts(PromptClass.Harmful, Split.Test, "de").Select(prompt => prompt.Id));
        var finding = Assert.Single(suite.Check().Findings);
        Assert.Equal((SuiteFindingKind.Empty, "de"), (finding.Kind, finding.Language));
        Assert.Equal(["0", "1", "2"], finding.Ids);
    }

    [Fact]
    public void A_category_that_differs_between_languages_is_told()
    {
        using var folder = new SuiteFolder()
            .File(
                "harmful_train_translated_en.json",
                """[{"instruction": "one", "category": "a"}, {"instruction": "two", "category": "b"}]"""
            )
            .File(
                "harmful_train_translated_fr.json",
                """[{"instruction": "un", "category": "a"}, {"instruction": "deux", "category": "c"}]"""
            );
        var finding = Assert.Single(folder.Load().Check().Findings);
        Assert.Equal((SuiteFindingKind.CategoryDiffers, "fr", "1"), (finding.Kind, finding.Language, Assert.Single(finding.Ids)));
    }

    [Theory]
    [InlineData("harmful_test_translated_de.json", "[{\"instruction\": \"a\",\n}]", "line 2")]
    [InlineData("harmful_test_translated_de.json", "{}", "a list of rows")]
    [InlineData("harmful_test_translated_de.json", "[3]", "row 0")]
    [InlineData("harmful_test_translated_de.json", "[null, {\"instruction\": 3}]", "row 1: instruction")]
    [InlineData("harmful_test_translated_de.json", "[{\"instruction\": \"a\", \"instruction_translated\": \"\\ud800\"}]", "surrogate")]
    [InlineData("harmful_test_translated_de.json", "[{\"instruction\": \"a\", \"instruction\": \"b\"}]", "not JSON")]
    [InlineData("harmful_dev_translated_de.json", "[]", "split dev")]
    [InlineData("toxic_test_translated_de.json", "[]", "class toxic")]
    [InlineData("harmful_test_translated_German!.json", "[]", "language German!")]
    [InlineData("harmful_test_translated_de.json", "[]", "holds no prompt")]
    [InlineData("something.json", "[]", "holds no suite")]
    public void A_bad_file_is_one_clear_error(string name, string content, string told)
    {
        using var folder = new SuiteFolder().File(name, content);
        Assert.Contains(told, folder.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_an_error_not_a_crash()
    {
        using var folder = new SuiteFolder().File("harmful_test_translated_de.json", new string('[', 1_000_000));
        Assert.Contains("not JSON", folder.LoadFails().Message, StringComparison.Ordinal);
    }
}
