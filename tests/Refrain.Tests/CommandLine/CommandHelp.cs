using System.CommandLine;

namespace Refrain.Tests.CommandLine;

/// <summary>Every registered command's help; files made from it are written anew with REFRAIN_UPDATE_GOLDEN=1.</summary>
internal static class CommandHelp
{
    /// <summary>The words after <c>refrain</c> of every command; none for the root.</summary>
    public static IEnumerable<string[]> Paths() => Below(Cli.Cli.Create(), []);

    /// <summary>Every registered command, the root first.</summary>
    public static IEnumerable<Command> Every() => Below(Cli.Cli.Create());

    public static async Task<string> Of(string[] path)
    {
        var run = await CommandRun.Of([.. path, "--help"]);
        Assert.Equal((Cli.ExitCode.Done, ""), (run.ExitCode, run.Error));
        return run.Output;
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);

    private static IEnumerable<string[]> Below(Command command, string[] path) =>
        command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => Below(sub, [.. path, sub.Name])).Prepend(path);
}
