using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Refrain.Cli;

/// <summary>The library's help, with the command's examples at its end.</summary>
internal sealed class HelpWithExamples(HelpAction help, int? width) : SynchronousCommandLineAction
{
    private const int RedirectedWidth = 100;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult result)
    {
        help.MaxWidth = width ?? TerminalWidth();

        // The library ends with blank lines and pads columns: neither belongs in a golden file.
        using var text = new StringWriter { NewLine = "\n" };
        var output = result.InvocationConfiguration.Output;
        result.InvocationConfiguration.Output = text;
        try
        {
            help.Invoke(result);
        }
        finally
        {
            result.InvocationConfiguration.Output = output;
        }

        foreach (string line in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }

        WriteExamples(result.CommandResult.Command.Examples, output);
        return ExitCode.Done;
    }

    private static void WriteExamples(IReadOnlyList<CommandExample> examples, TextWriter output)
    {
        if (examples.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  # {example.Description}");
            output.WriteLine($"  {example.CommandLine}");
        }
    }

    private static int TerminalWidth() => Console.IsOutputRedirected ? RedirectedWidth : Math.Clamp(Console.WindowWidth, 60, 120);
}
