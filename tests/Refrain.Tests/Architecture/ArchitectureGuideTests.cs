using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

/// <summary>docs/adding-an-architecture.md shows compiled code, and its claim of one file and one line holds for every architecture.</summary>
public partial class ArchitectureGuideTests
{
    private const string Registry = "src/Refrain/Checkpoints/Configs/Architectures.cs";

    private static string[] Leaves => [.. SourceTree.Sources("src/Refrain/Checkpoints/Decoders")];

    [Fact]
    public void Each_snippet_stands_in_the_file_that_is_named_before_it()
    {
        string text = SourceTree.Read("docs/adding-an-architecture.md");
        var snippets = Snippet().Matches(text);
        Assert.Equal(3, snippets.Count);
        Assert.All(snippets, snippet =>
        {
            string file = SourceFile().Matches(text[..snippet.Index]).Last().Groups["path"].Value;
            Assert.Contains(snippet.Groups["code"].Value, SourceTree.Read(file), StringComparison.Ordinal);
        });
        Assert.Equal(SourceTree.Read("src/Refrain/Checkpoints/Decoders/Olmo2.cs"), snippets[0].Groups["code"].Value);
    }

    [Fact]
    public void An_architecture_is_one_file_and_one_line()
    {
        Assert.True(Leaves.Length >= 15, "the leaves are not where they were");
        Assert.All(Leaves, leaf =>
        {
            string line = $"{Path.GetFileNameWithoutExtension(leaf)}.Architecture,";
            Assert.Single(SourceTree.Read(Registry).Split('\n'), other => other.Trim() == line);
            Assert.DoesNotContain(SourceTree.Sources("src").Where(path => path != Registry && path != leaf), path => SourceTree.Read(path).Contains(line, StringComparison.Ordinal));
            Assert.InRange(SourceTree.CountLines(leaf), 10, 50);
        });
    }

    [Fact]
    public void Graphs_and_inference_know_no_architecture_by_its_name()
    {
        string[] names = [.. Leaves.Select(leaf => Name().Match(SourceTree.Read(leaf)).Groups["name"].Value)];
        Assert.DoesNotContain("", names);
        Assert.DoesNotContain(SourceTree.Sources("src/Refrain/Graphs").Concat(SourceTree.Sources("src/Refrain/Inference")), path => names.Any(name => SourceTree.Read(path).Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"`(?<path>(src|tests)/[\w./]+\.cs)`", RegexOptions.CultureInvariant)]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"\bName = ""(?<name>\w+)"",", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
