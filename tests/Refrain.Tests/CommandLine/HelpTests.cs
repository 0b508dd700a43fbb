using System.CommandLine;
using Refrain.Cli;

namespace Refrain.Tests.CommandLine;

public class HelpTests
{
    private static readonly string Golden = Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "CommandLine", "Golden");

    [Fact]
    public async Task The_help_of_every_command_is_its_golden_file()
    {
        var wrong = new List<string>();
        if (GoldenText.Update)
        {
            var files = CommandHelp.Paths().Select(GoldenFile).ToHashSet(StringComparer.Ordinal);
            Array.ForEach([.. Directory.GetFiles(Golden, "help*.txt").Where(file => !files.Contains(file))], File.Delete);
        }

        foreach (string[] path in CommandHelp.Paths())
        {
            string file = GoldenFile(path),
                help = await CommandHelp.Of(path);
            if (GoldenText.Update)
            {
                GoldenText.Store(file, help);
            }

            if (!File.Exists(file) || GoldenText.Difference(await File.ReadAllTextAsync(file), help) is not null)
            {
                wrong.Add(Path.GetFileName(file));
            }
        }

        Assert.True(
            wrong.Count == 0,
            $"differ: {string.Join(", ", wrong)}. If the change is meant, run REFRAIN_UPDATE_GOLDEN=1 ./build test CommandLine"
        );
    }

    [Fact]
    public void Every_golden_file_belongs_to_a_command()
    {
        Assert.SkipWhen(GoldenText.Update, "golden files are being written");
        var files = Directory.GetFiles(Golden, "help*.txt").Order(StringComparer.Ordinal);
        Assert.Equal(CommandHelp.Paths().Select(GoldenFile).Order(StringComparer.Ordinal), files);
    }

    [Fact]
    public async Task Examples_are_shown_last()
    {
        var command = new Command("work", "Works.")
            .WithExample("Works hard", "refrain work --hard")
            .WithExample("Works less", "refrain work");
        var run = await CommandRun.Of(Cli.Cli.Create([command], helpWidth: 100), ["work", "--help"]);
        Assert.EndsWith(
            "\n\nExamples:\n  # Works hard\n  refrain work --hard\n  # Works less\n  refrain work\n",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_example_is_a_command_line_that_parses()
    {
        var root = Cli.Cli.Create();
        foreach (string[] path in CommandHelp.Paths())
        {
            Command command = path.Aggregate((Command)root, (parent, name) => parent.Subcommands.Single(sub => sub.Name == name));
            foreach (var example in command.Examples)
            {
                Assert.StartsWith($"refrain {string.Join(' ', path)}", example.CommandLine, StringComparison.Ordinal);
                Assert.Empty(UsageErrors.Find(root.Parse(example.CommandLine["refrain ".Length..], Cli.Cli.Parsing)));
            }
        }

        var version = await CommandRun.Of("--version");
        Assert.Matches(@"\A\d+\.\d+\.\d+", version.Output);
    }

    private static string GoldenFile(string[] path) => Path.Combine(Golden, string.Join('-', path.Prepend("help")) + ".txt");
}
