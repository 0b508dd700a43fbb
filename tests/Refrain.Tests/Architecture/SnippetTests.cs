using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

/// <summary>The code that documents show is compiled by tests/Refrain.Snippets, which sees no internals: piece n of a document is the file
/// of its name with an n.</summary>
public partial class SnippetTests
{
    // What it shows is a leaf of the library itself, compiled beside these tests.
    private static readonly string[] Internal = ["docs/adding-an-architecture.md"];

    [Fact]
    public void Every_piece_of_code_in_a_document_is_compiled_as_it_stands_there()
    {
        var shown = Shown().ToDictionary(piece => piece.Name, piece => piece.Code, StringComparer.Ordinal);
        var compiled = SourceTree
            .Sources("tests/Refrain.Snippets")
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => Code(SourceTree.Read(path)), StringComparer.Ordinal);
        Assert.NotEmpty(shown);
        Assert.Equal(compiled.Keys.Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(shown, piece => Assert.Equal(compiled[piece.Key], piece.Value));
    }

    [Fact]
    public void The_documents_about_internals_show_code() =>
        Assert.All(Internal, path => Assert.NotEmpty(Block().Matches(SourceTree.Read(path))));

    private static IEnumerable<(string Name, string Code)> Shown() =>
        from path in SourceTree.Texts
        where
            path.EndsWith(".md", StringComparison.Ordinal)
            && !path.StartsWith("tests/", StringComparison.Ordinal)
            && !Internal.Contains(path)
        from block in Block().Matches(SourceTree.Read(path)).Index()
        select ($"{Pascal(Path.GetFileNameWithoutExtension(path))}{block.Index + 1}", block.Item.Groups["code"].Value.Trim());

    /// <summary>The usings of a file and the body of its method, as a document shows them.</summary>
    private static string Code(string source)
    {
        string usings = string.Concat(Using().Matches(source).Select(match => match.Value + "\n"));
        string body = Body().Match(source).Groups["body"].Value;
        return $"{usings}\n{string.Join('\n', body.Split('\n').Select(line => line.Length > 8 ? line[8..] : ""))}".Trim();
    }

    private static string Pascal(string name) =>
        string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));

    [GeneratedRegex(
        @"^```(csharp|cs|c#)\s*\n(?<code>.*?)^```",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [\w.]+;$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^    \{\n(?<body>.*)\n    \}\n\}", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Body();
}
