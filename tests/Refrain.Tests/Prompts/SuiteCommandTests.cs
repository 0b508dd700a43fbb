using System.CommandLine;
using System.Text.Json;
using Refrain.Cli.Commands;

namespace Refrain.Tests.Prompts;

public class SuiteCommandTests
{
    private static string Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var root = new RootCommand { SuiteCommand.Create() };
        Assert.Equal(0, root.Parse(arguments).Invoke(new() { Output = output, EnableDefaultExceptionHandler = false }));
        return output.ToString();
    }

    [Fact]
    public void Without_a_path_the_embedded_suite_is_checked()
    {
        string text = Run("suite", "check");
        Assert.StartsWith("embedded: 2128 prompts, sha256 ", text, StringComparison.Ordinal);
        Assert.Contains("Nothing is missing.", text, StringComparison.Ordinal);
        Assert.Contains("yo", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hole_is_told_in_a_sentence_and_in_json()
    {
        string path = Shared.Path("data", "polyrefuse");
        Assert.Contains("zh: harmless test: 500 of 500 missing: all", Run("suite", "check", path), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run("suite", "check", path, "--json"));
        Assert.Equal(1, json.RootElement.GetProperty("schema_version").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("languages").GetProperty("zh").GetProperty("harmless").GetProperty("test").GetInt32());
        var missing = json
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Single(finding => finding.GetProperty("kind").GetString() == "missing");
        Assert.Equal(
            ("zh", "harmless", "test", 500),
            (
                missing.GetProperty("language").GetString(),
                missing.GetProperty("class").GetString(),
                missing.GetProperty("split").GetString(),
                missing.GetProperty("ids").GetArrayLength()
            )
        );
    }

    [Fact]
    public void A_bad_suite_is_left_to_the_command_line_to_report() =>
        Assert.Throws<BadInputException>(() => Run("suite", "check", "no/such/folder"));
}
