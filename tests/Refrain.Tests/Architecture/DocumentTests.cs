using System.Text.RegularExpressions;
using Refrain.Audits;

namespace Refrain.Tests.Architecture;

public partial class DocumentTests
{
    private const string LibraryUse = "tests/Refrain.Tests/Readme/LibraryUse.cs";

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
    public void The_readme_shows_code_that_is_compiled()
    {
        var compiled = SourceTree.Read(LibraryUse).Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        string shown = Snippet().Match(SourceTree.Read("README.md")).Groups["code"].Value;
        Assert.NotEqual("", shown);
        Assert.All(shown.Split('\n').Select(line => line.Trim()), line => Assert.Contains(line, compiled));
    }

    [Fact]
    public void The_architecture_fits_on_a_page() => Assert.InRange(SourceTree.CountLines("ARCHITECTURE.md"), 20, 70);

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#]+)(#[^)]*)?\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
