using System.Text;
using System.Text.RegularExpressions;
using Refrain.Cli;
using Refrain.Tests.Architecture;

namespace Refrain.Tests.CommandLine;

public partial class CommandDocumentTests
{
    private const string Marker = "<!-- From here on generated from --help: REFRAIN_UPDATE_GOLDEN=1 ./build test CommandLine -->\n";

    private static readonly string Document = Path.Combine(Shared.Repository, "docs", "cli.md");

    [Fact]
    public async Task The_document_of_the_command_line_holds_every_commands_help()
    {
        string text = await File.ReadAllTextAsync(Document);
        Assert.Contains(Marker, text, StringComparison.Ordinal);
        int end = text.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
        string expected = text[..end] + await Generate();
        GoldenText.Check(Document, expected);
    }

    [Fact]
    public async Task The_document_names_every_exit_code()
    {
        string text = await File.ReadAllTextAsync(Document);
        foreach (var code in typeof(Cli.ExitCode).GetFields())
        {
            Assert.Contains($"| {code.GetRawConstantValue()} |", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_command_line_in_a_document_parses()
    {
        var root = Cli.Cli.Create();
        var shown = (
            from path in SourceTree.Texts
            where path.EndsWith(".md", StringComparison.Ordinal) && !path.Contains("/Golden/", StringComparison.Ordinal)
            from Match block in Block().Matches(SourceTree.Read(path))
            from line in block.Groups["lines"].Value.Split('\n')
            where CommandLine().IsMatch(line)
            select (Path: path, Words: CommandLine().Match(line).Groups["words"].Value)
        ).ToArray();
        Assert.True(shown.Length > 30, "the command lines are not found");
        var wrong = shown.Where(line => UsageErrors.Find(root.Parse(line.Words, Cli.Cli.Parsing)).Any());
        Assert.Empty(wrong);
    }

    private static async Task<string> Generate()
    {
        var text = new StringBuilder();
        foreach (string[] path in CommandHelp.Paths())
        {
            text.Append($"\n## {string.Join(' ', path.Prepend("refrain"))}\n\n```\n{await CommandHelp.Of(path)}```\n");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^```\w*\n(?<lines>.*?)^```", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // Up to a comment, a pipe or a file for the output.
    [GeneratedRegex(@"^(\./)?refrain (?<words>.*?)\s*(\s[#|>].*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex CommandLine();
}
