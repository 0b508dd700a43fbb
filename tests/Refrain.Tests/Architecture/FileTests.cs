using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

public partial class FileTests
{
    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.DoesNotContain(SourceTree.Sources("src").Concat(SourceTree.Sources("tests")), path => SourceTree.CountLines(path) > 400);

    [Fact]
    public void Half_of_the_source_files_have_at_most_80_lines()
    {
        int[] lengths = [.. SourceTree.Sources("src").Select(SourceTree.CountLines).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 1, 80);
    }

    [Fact]
    public void The_whole_path_fits_in_100_lines()
    {
        const string Path = "src/Refrain/Audit.cs";
        Assert.SkipUnless(SourceTree.Texts.Contains(Path), "there is no Audit.cs yet");
        Assert.InRange(SourceTree.CountLines(Path), 1, 100);
    }

    [Fact]
    public void No_file_or_folder_has_a_name_that_says_nothing() =>
        Assert.DoesNotContain(SourceTree.Texts, path => path.Split('/').Any(part => Empty().IsMatch(part.Split('.')[0])));

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var declared = SourceTree.Texts.Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => Declaration().Matches(SourceTree.Read(path)).Select(match => match.Groups["name"].Value));
        Assert.DoesNotContain(declared, name => Empty().IsMatch(name));
    }

    [Fact]
    public void Texts_name_no_path_outside_of_the_repository_but_the_data_beside_it()
    {
        var wrong = SourceTree.Texts.SelectMany(path => OutsidePath().Matches(SourceTree.Read(path)).Select(match => $"{path}: {match.Value}"));
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
