using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

public partial class DocumentTests
{
    [Fact]
    public void Every_link_inside_the_repository_leads_somewhere()
    {
        var dead =
            from path in SourceTree.Texts
            where path.EndsWith(".md", StringComparison.Ordinal) && !path.Contains("/Golden/", StringComparison.Ordinal)
            from Match match in Link().Matches(SourceTree.Read(path))
            let target = match.Groups["target"].Value
            where !Path.Exists(Path.Combine(Shared.Repository, Path.GetDirectoryName(path)!, target))
            select $"{path}: {target}";
        Assert.Empty(dead);
    }

    [Fact]
    public void Every_heading_that_a_link_names_is_there()
    {
        var links =
            from path in SourceTree.Texts
            where path.EndsWith(".md", StringComparison.Ordinal) && !path.Contains("/Golden/", StringComparison.Ordinal)
            from Match match in Anchor().Matches(SourceTree.Read(path))
            let target = match.Groups["target"].Value
            select (
                Path: target.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, target),
                Heading: match.Groups["heading"].Value
            );
        Assert.All(links, link => Assert.Contains(link.Heading, Headings(link.Path).Select(AsAnchor)));
    }

    [Fact]
    public void Every_path_of_the_code_that_a_document_names_is_there()
    {
        // Their paths are history, or of a file that the reader makes.
        string[] others = ["docs/log.md", "docs/performance.md"];
        var dead =
            from path in SourceTree.Texts
            where path.EndsWith(".md", StringComparison.Ordinal) && !others.Contains(path)
            from Match match in CodePath().Matches(SourceTree.Read(path))
            let named = match.Groups["path"].Value
            where !named.EndsWith("/xx.txt", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Shared.Repository, named))
            select $"{path}: {named}";
        Assert.Empty(dead);
    }

    [Fact]
    public void Every_section_of_the_method_that_is_cited_is_there()
    {
        string[] sections = [.. Headings("docs/method.md").Select(heading => heading.Split('.')[0])];
        var cited = (
            from path in SourceTree.Texts
            where path.EndsWith(".cs", StringComparison.Ordinal)
            from Match match in Citation().Matches(SourceTree.Read(path))
            select (Path: path, Document: match.Groups["document"].Value, Section: match.Groups["section"].Value)
        ).ToArray();
        Assert.True(cited.Length > 20, "the citations are not found");
        Assert.All(cited, one => Assert.Equal("docs/method.md", one.Document));
        Assert.All(cited, one => Assert.True(sections.Contains(one.Section), $"{one.Path} cites section {one.Section}"));
    }

    [Fact]
    public void The_index_lists_every_document_and_the_readme_leads_to_it()
    {
        const string Index = "docs/README.md";
        Assert.Contains($"]({Index})", SourceTree.Read("README.md"), StringComparison.Ordinal);
        var listed = Link().Matches(SourceTree.Read(Index)).Select(match => "docs/" + match.Groups["target"].Value).ToHashSet();
        var documents = SourceTree.Texts.Where(path =>
            path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal) && path != Index
        );
        Assert.All(documents, document => Assert.Contains(document, listed));
    }

    [Fact]
    public void The_architecture_names_every_folder_in_its_order()
    {
        string text = SourceTree.Read("ARCHITECTURE.md");
        string[] rows = [.. Row().Matches(text).Select(match => match.Groups["folder"].Value)];
        var folders = SourceTree.Sources("src/Refrain").Select(path => path.Split('/')[2]).Distinct();
        Assert.All(folders, folder => Assert.Contains(folder, rows));
        string[] order = [.. StageOrderTests.Order.Where(rows.Contains)];
        Assert.Equal(order, rows.Where(order.Contains));
    }

    [Fact]
    public void The_architecture_fits_on_a_page() => Assert.InRange(SourceTree.CountLines("ARCHITECTURE.md"), 20, 80);

    private static IEnumerable<string> Headings(string path) =>
        SourceTree.Read(path).Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim());

    // As GitHub makes it.
    private static string AsAnchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or ' '))
            .Replace(' ', '-');

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#]+)(#[^)]*)?\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?!https?:)(?<target>[^)#]*)#(?<heading>[^)]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Anchor();

    [GeneratedRegex(@"(?<![\w/.])(?<path>(src|tests|scripts)/[\w./-]*[\w/])", RegexOptions.CultureInvariant)]
    private static partial Regex CodePath();

    [GeneratedRegex(@"(?<document>[\w/]*method\.md)(\s|///)+(?<section>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\| `(?<folder>\w+)` \|", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Row();
}
