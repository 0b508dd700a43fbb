using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.CompilerServices;
using System.Text;
using Refrain.Cli.Commands;
using Refrain.Tokens;

[assembly: InternalsVisibleTo("Refrain.Tests")]

namespace Refrain.Cli;

/// <summary>The command line: one file per command in <c>Commands/</c>, registered here.</summary>
internal static class Cli
{
    /// <summary>Every command; a new one is one file and one line here.</summary>
    private static IEnumerable<Command> Commands() =>
        [
            AuditCommand.Create(),
            CompareCommand.Create(),
            InspectCommand.Create(),
            ReportCommand.Create(),
            ExploreCommand.Create(),
            JudgeCommand.Create(),
            ReproduceCommand.Create(),
            SuiteCommand.Create(),
            ActivationsCommand.Create(),
            CacheCommand.Create(),
            TokensCommand.Create(CheckpointTokenizer.Load, ChatFormat.For),
        ];

    public static RootCommand Create(int? helpWidth = null) => Create(Commands(), helpWidth);

    /// <summary>The root with other commands: how the tests run it with commands that fail in a chosen way.</summary>
    public static RootCommand Create(IEnumerable<Command> commands, int? helpWidth = null)
    {
        var root = new RootCommand(
            "Measures, language by language, where a language model says no, and shows why it fails to in some languages."
        )
        {
            // Else help would name the assembly, or whatever process hosts it.
            HelpName = "refrain",
        };
        foreach (var command in commands)
        {
            root.Add(command);
        }

        root.Add(Options.Quiet());
        root.Add(Options.Verbose());
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, helpWidth);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        catch (IOException)
        {
            // Windows without a console: there is nothing to set.
        }

        using var interruption = new Interruption();
        return await RunAsync(Create(), args, Console.Out, Console.Error, interruption);
    }

    /// <summary>No response files: "@name" is a path or a Hub id like any other.</summary>
    internal static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses, runs, and turns every failure into a message on <paramref name="error"/> and an exit code.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, TextWriter output, TextWriter error, Interruption interruption)
    {
        var result = root.Parse(args, Parsing);
        if (UsageErrors.Find(result) is { Count: > 0 } problems)
        {
            UsageErrors.Write(result, problems, error);
            return ExitCode.Usage;
        }

        // The library's own handlers would hide exceptions from Failure and cut a command off two seconds after Ctrl-C.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            interruption.Watch(result);
            return await result.InvokeAsync(configuration, interruption.Token);
        }
        catch (Exception exception)
        {
            return Failure.Explain(exception, interruption.Token.IsCancellationRequested, result.Verbose, error);
        }
    }
}
