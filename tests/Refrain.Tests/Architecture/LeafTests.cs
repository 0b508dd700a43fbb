using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

/// <summary>A model architecture is one file and one line: docs/adding-an-architecture.md says so.</summary>
public partial class LeafTests
{
    private const string Registry = "src/Refrain/Checkpoints/Architectures.cs";

    private static string[] Leaves => [.. SourceTree.Sources("src/Refrain/Checkpoints/Decoders")];

    [Fact]
    public void Each_leaf_is_short_and_registered_by_one_line()
    {
        Assert.True(Leaves.Length >= 15, "the leaves are not where they were");
        Assert.All(Leaves, leaf =>
        {
            string line = $"{Path.GetFileNameWithoutExtension(leaf)}.Architecture,";
            Assert.Single(SourceTree.Read(Registry).Split('\n'), other => other.Trim() == line);
            Assert.DoesNotContain(SourceTree.Sources("src").Where(path => path != Registry), path =>
                SourceTree.Read(path).Contains(line, StringComparison.Ordinal)
            );
            Assert.InRange(SourceTree.CountLines(leaf), 10, 90);
        });
    }

    [Fact]
    public void Graphs_and_inference_know_no_architecture_by_its_name()
    {
        string[] names = [.. Leaves.Select(leaf => Name().Match(SourceTree.Read(leaf)).Groups["name"].Value)];
        Assert.DoesNotContain("", names);
        Assert.DoesNotContain(SourceTree.Sources("src/Refrain/Graphs").Concat(SourceTree.Sources("src/Refrain/Inference")), path =>
            names.Any(name => SourceTree.Read(path).Contains($"\"{name}\"", StringComparison.Ordinal))
        );
    }

    [GeneratedRegex(@"\bName = ""(?<name>\w+)"",", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
