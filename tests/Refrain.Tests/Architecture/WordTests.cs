using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Refrain.Directions;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Tests.Architecture;

/// <summary>An enumeration's words stand at its values: nothing else in the sources is decided or named by the same word.</summary>
public partial class WordTests
{
    // What else these words mean, file by file: as often as they stand there.
    private static readonly Dictionary<(string File, string Word), int> Others = new()
    {
        // The words themselves.
        [("src/Refrain/Prompts/PromptClass.cs", "harmful")] = 1,
        [("src/Refrain/Prompts/PromptClass.cs", "harmless")] = 1,
        [("src/Refrain/Prompts/PromptClass.cs", "borderline")] = 1,
        [("src/Refrain/Responses/Condition.cs", "baseline")] = 1,
        [("src/Refrain/Responses/Condition.cs", "ablated")] = 1,
        [("src/Refrain/Responses/Condition.cs", "induced")] = 1,
        [("src/Refrain/Responses/Condition.cs", "stressed")] = 1,
        [("src/Refrain/Directions/AblationKind.cs", "zero")] = 1,
        [("src/Refrain/Directions/AblationKind.cs", "affine")] = 1,

        // A response that a judge finds harmful, whatever its prompt is.
        [("src/Refrain/Reproductions/PublishedRate.cs", "harmful")] = 1,

        // An intervention of a file, beside "ablate" and "add".
        [("src/Refrain/Inference/InterventionFile.cs", "affine")] = 1,

        // The line at 0 in pictures, a class of the style sheet.
        [("src/Refrain/Reports/Sections/CandidateScatter.cs", "zero")] = 1,
        [("src/Refrain/Reports/Sections/RefusalScoreSection.cs", "zero")] = 2,
        [("src/Refrain/Reports/Pictures/PlotGrid.cs", "zero")] = 2,

        // Padding with zeros, a group of a pattern.
        [("src/Refrain.Jinja/Formatting/FormatSpec.cs", "zero")] = 4,
    };

    [Fact]
    public void Words_of_classes_conditions_and_kinds_of_ablation_stand_at_their_values_alone()
    {
        var found =
            from path in SourceTree.Sources("src")
            from line in SourceTree.Read(path).Split('\n')
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from Match match in Literal().Matches(line)
            group match by (File: path, Word: match.Groups["word"].Value);
        Assert.Equal(Others.Select(pair => (pair.Key, pair.Value)).Order(), found.Select(group => (group.Key, group.Count())).Order());
    }

    [Fact]
    public void The_pattern_knows_every_word() =>
        Assert.All([.. Words<PromptClass>.All, .. Words<Condition>.All, .. Words<AblationKind>.All], word =>
            Assert.Equal(word, Literal().Match($"(\"{word}\")").Groups["word"].Value)
        );

    [Fact]
    public void Every_enumeration_with_words_has_one_for_each_value_and_reads_it_back()
    {
        var written = typeof(BadInputException)
            .Assembly.GetTypes()
            .Where(type =>
                type.IsEnum
                && type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType is { IsGenericType: true } converter
                && converter.GetGenericTypeDefinition() == typeof(Words<>)
            )
            .ToArray();
        Assert.Contains(typeof(PromptClass), written);
        Assert.All(written, type =>
        {
            // A set of places has words for two of its combinations.
            var values = Enum.GetValuesAsUnderlyingType(type)
                .Cast<object>()
                .Select(value => Enum.ToObject(type, value))
                .Where(value => !type.IsDefined(typeof(FlagsAttribute)) || IsWorded(type, value));
            string[] words =
            [
                .. values.Select(value =>
                {
                    string json = JsonSerializer.Serialize(value, type);
                    Assert.Equal(value, JsonSerializer.Deserialize(json, type));
                    return json;
                }),
            ];
            Assert.NotEmpty(words);
            Assert.Distinct(words);
        });
    }

    [Theory]
    [InlineData("\"Harmful\"")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Another_word_is_no_value(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<PromptClass>(json));

    [Fact]
    public void A_word_of_a_file_that_stands_for_nothing_is_told_with_its_place()
    {
        var error = Assert.Throws<BadInputException>(() => Words<Condition>.Read("a.jsonl, line 2", "condition", "ablation"));
        Assert.Equal("a.jsonl, line 2: condition is ablation; expected baseline, ablated, induced or stressed.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ((PromptClass)7).Word());
    }

    private static bool IsWorded(Type type, object value) =>
        type.GetField(value.ToString()!)?.CustomAttributes.Any(attribute => attribute.AttributeType.Name == nameof(WordAttribute)) == true;

    [GeneratedRegex(
        "\"(?<word>harmful|harmless|borderline|baseline|ablated|induced|stressed|zero|affine)\"",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Literal();
}
