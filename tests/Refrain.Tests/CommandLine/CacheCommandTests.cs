using System.Text.Json;
using Refrain.Cli;
using Refrain.Inference.Sidecars;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.CommandLine;

public sealed class CacheCommandTests : IDisposable
{
    private static readonly SidecarLayout Layout = new("f32", [("w", 3000)]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_empty_cache_is_listed_and_cleared()
    {
        Assert.Contains("0 files, 0 B, in ", (await Run("cache", "list")).Output, StringComparison.Ordinal);
        Assert.Equal("freed 0 B: 0 of 0 files\n", (await Run("cache", "clear")).Output);
        Assert.Equal(ExitCode.Done, (await Run("cache", "verify")).ExitCode);
    }

    [Fact]
    public async Task Every_state_is_listed()
    {
        using var used = Make("used", 'a');
        Make("whole", 'b').Dispose();
        Make("broken", 'c').Dispose();
        using (var stream = File.Open(FileOf('c'), FileMode.Open))
        {
            stream.SetLength(3010);
        }

        File.WriteAllText(FileOf('d') + ".0123.part", "left");
        using var listed = JsonDocument.Parse((await Run("cache", "list", "--json")).Output);
        var states = listed
            .RootElement.GetProperty("files")
            .EnumerateArray()
            .ToDictionary(
                file => file.GetProperty("hash").GetString()![0],
                file =>
                    (file.GetProperty("model").GetString(), file.GetProperty("state").GetString(), file.GetProperty("in_use").GetBoolean())
            );
        Assert.Equal(("used", "whole", true), states['a']);
        Assert.Equal(("whole", "whole", false), states['b']);
        Assert.Equal((null, "damaged", false), states['c']);
        Assert.Equal((null, "unfinished", false), states['d']);
        string table = (await Run("cache", "list")).Output;
        foreach (string word in (string[])["used", "in use", "bbbbbbbb", "damaged", "unfinished", "4 files, "])
        {
            Assert.Contains(word, table, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Clearing_removes_all_but_what_is_in_use()
    {
        using var used = Make("used", 'a');
        Make("whole", 'b').Dispose();
        File.WriteAllText(FileOf('d') + ".0123.part", "left");
        var run = await Run("cache", "clear", "--yes");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("2 of 3 files", run.Output, StringComparison.Ordinal);
        Assert.Contains("kept: used (aaaaaaaa)", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            [FileOf('a'), FileOf('a') + ".lock"],
            Directory.EnumerateFiles(Path.GetDirectoryName(FileOf('a'))!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Without_yes_and_a_terminal_nothing_is_removed()
    {
        Assert.SkipUnless(Console.IsInputRedirected || Console.IsErrorRedirected, "runs on a terminal, where it would ask");
        Make("whole", 'b').Dispose();
        var run = await Run("cache", "clear");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("give --yes", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(FileOf('b')));
    }

    [Theory]
    [InlineData("old", "a")]
    [InlineData("aaaa", "a")]
    [InlineData("AAAAAA", "a")]
    [InlineData("--older-than 30d", "a")]
    [InlineData("--older-than 30d young", "")]
    [InlineData("young old", "ab")]
    [InlineData("--older-than 0h", "ab")]
    public async Task Names_hashes_and_age_choose(string arguments, string removed)
    {
        Make("old", 'a').Dispose();
        Make("young", 'b').Dispose();
        File.SetLastWriteTimeUtc(FileOf('a') + ".lock", DateTime.UtcNow.AddDays(-31));
        await Run(["cache", "clear", "--yes", .. arguments.Split(' ')]);
        foreach (char hash in "ab")
        {
            Assert.Equal(!removed.Contains(hash), File.Exists(FileOf(hash)));
        }
    }

    [Theory]
    [InlineData(ExitCode.BadInput, "holds nothing of nobody; expected one of whole (bbbbbbbb)", "cache", "clear", "nobody", "--yes")]
    [InlineData(ExitCode.Usage, "expected a whole number with h, d or w", "cache", "clear", "--older-than", "30")]
    [InlineData(ExitCode.Usage, "expected a whole number with h, d or w", "cache", "clear", "--older-than", "-3d")]
    public async Task What_it_cannot_use_is_said(int code, string message, params string[] arguments)
    {
        Make("whole", 'b').Dispose();
        var run = await Run(arguments);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifying_finds_a_changed_byte_that_the_file_time_hides()
    {
        Make("whole", 'a').Dispose();
        Make("broken", 'b').Dispose();
        var time = File.GetLastWriteTimeUtc(FileOf('b'));
        using (var stream = File.Open(FileOf('b'), FileMode.Open))
        {
            stream.Seek(1234, SeekOrigin.Begin);
            stream.WriteByte(99);
        }

        File.SetLastWriteTimeUtc(FileOf('b'), time);
        var run = await Run("cache", "verify");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("whole (aaaaaaaa): whole\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("broken (bbbbbbbb): damaged: the MiB from byte 0", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Run("cache", "verify", "whole")).ExitCode);
    }

    private Task<CommandRun> Run(params string[] arguments) =>
        CommandRun.Of(Cli.Cli.Create([Cli.Commands.CacheCommand.Create(folder.Path)], helpWidth: 100), arguments);

    private string FileOf(char hash) => Path.Combine(folder.Path, "weights", new string(hash, 32) + ".f32");

    private Sidecar Make(string model, char hash) =>
        Sidecar.Open(FileOf(hash), Layout, new SidecarSubject(model, "/" + model), (part, writer) => writer.Append(new byte[part.Length]));
}
