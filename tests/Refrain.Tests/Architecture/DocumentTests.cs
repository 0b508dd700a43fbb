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
    public void The_architecture_fits_on_a_page() => Assert.InRange(SourceTree.CountLines("ARCHITECTURE.md"), 20, 70);

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#]+)(#[^)]*)?\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
