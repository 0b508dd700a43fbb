using Spectre.Console;

namespace Refrain.Cli;

/// <summary>Standard error, shared by messages and the drawing of progress; results alone go to standard output.</summary>
internal static class Messages
{
    private static readonly Lazy<IAnsiConsole> Shared = new(() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
    );

    /// <summary>True when standard error is a terminal that can redraw a line.</summary>
    public static bool IsTerminal { get; } = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>The terminal; what is written through it appears above a progress drawing, not inside it.</summary>
    public static IAnsiConsole Terminal => Shared.Value;

    /// <summary>One line on standard error.</summary>
    public static void Write(string message)
    {
        if (IsTerminal)
        {
            Terminal.WriteLine(message);
        }
        else
        {
            // Not through Spectre.Console, which would wrap it at 80 columns.
            Console.Error.WriteLine(message);
        }
    }

    /// <summary>Gives the terminal its cursor back, for an end that does not unwind the drawing.</summary>
    public static void ShowCursor()
    {
        if (IsTerminal)
        {
            Terminal.Cursor.Show();
        }
    }
}
