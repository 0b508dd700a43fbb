using System.CommandLine;
using Refrain.Cli;

namespace Refrain.Tests.CommandLine;

/// <summary>The command line run in this process: exit code and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static Task<CommandRun> Of(params string[] args) => Of(Cli.Cli.Create(helpWidth: 100), args);

    /// <summary>One command <c>work [MODEL] [--seed N]</c> that does what a test says.</summary>
    public static Task<CommandRun> OfWork(Func<ParseResult, CancellationToken, Task<int>> work, params string[] args)
    {
        var interruption = new Interruption();
        return Of(Cli.Cli.Create([Work(work)], helpWidth: 100), args, interruption);
    }

    public static Command Work(Func<ParseResult, CancellationToken, Task<int>> work)
    {
        var command = new Command("work", "Does what a test says.")
        {
            Options.ModelOrDemo(),
            Options.Seed(),
            Options.Languages(),
            Options.Json(),
        };
        command.SetAction(work);
        return command;
    }

    public static async Task<CommandRun> Of(RootCommand root, string[] args, Interruption? interruption = null)
    {
        using var own = interruption ?? new Interruption();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = await Cli.Cli.RunAsync(root, args, output, error, own);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
