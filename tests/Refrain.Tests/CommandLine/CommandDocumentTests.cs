using System.Text;

namespace Refrain.Tests.CommandLine;

public class CommandDocumentTests
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

    private static async Task<string> Generate()
    {
        var text = new StringBuilder();
        foreach (string[] path in CommandHelp.Paths())
        {
            text.Append($"\n## {string.Join(' ', path.Prepend("refrain"))}\n\n```\n{await CommandHelp.Of(path)}```\n");
        }

        return text.ToString();
    }
}
