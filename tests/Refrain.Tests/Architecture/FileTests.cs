using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

public partial class FileTests
{
    private const int Widest = 140;

    // Tables that a program wrote.
    private static readonly string[] Generated = ["UnicodeNormalizationData.cs", "UnicodeScriptData.cs", "LibraryCharacterData.cs"];

    [Fact]
    public void No_line_is_longer_than_140_characters()
    {
        var wide =
            from path in SourceTree.Texts
            where path.EndsWith(".cs", StringComparison.Ordinal) && !Generated.Contains(path.Split('/')[^1])
            from line in SourceTree.Read(path).Split('\n').Index()
            where line.Item.Length > Widest
            select $"{path}:{line.Index + 1}";
        Assert.Empty(wide);
    }

    [Fact]
    public void No_file_or_folder_has_a_name_that_says_nothing() =>
        Assert.DoesNotContain(SourceTree.Texts, path => path.Split('/').Any(part => Empty().IsMatch(part.Split('.')[0])));

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var declared = SourceTree
            .Texts.Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => Declaration().Matches(SourceTree.Read(path)).Select(match => match.Groups["name"].Value));
        Assert.DoesNotContain(declared, name => Empty().IsMatch(name));
    }

    [Fact]
    public void Texts_name_no_path_outside_of_the_repository_but_the_data_beside_it()
    {
        var wrong = SourceTree.Texts.SelectMany(path =>
            OutsidePath().Matches(SourceTree.Read(path)).Select(match => $"{path}: {match.Value}")
        );
        Assert.Empty(wrong);
    }

    // At the end of a name or alone: "LongestCommonSuffix" says something.
    [GeneratedRegex("(Manager|Helper|Util|Utility|Utilitie|Common)s?$", RegexOptions.CultureInvariant)]
    private static partial Regex Empty();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\s+(?<name>[A-Z]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    // The class is written [/] so that this file passes its own test. The data beside the repository is allowed as ../shared only.
    [GeneratedRegex(@"(?<![\w.])[/]work[/]\S*|(?<!\.\./)\bshared[/]\S*|[/](root|home|Users)[/]\w+", RegexOptions.CultureInvariant)]
    private static partial Regex OutsidePath();
}
