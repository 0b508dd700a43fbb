using System.CommandLine;
using Refrain.Cli.Commands;

namespace Refrain.Cli;

/// <summary>The command line: one file per command in <c>Commands/</c>, registered here.</summary>
internal static class Cli
{
    public static RootCommand Create() => new("Measures, language by language, where a language model says no.")
    {
    };

    public static Task<int> RunAsync(string[] args) => Create().Parse(args).InvokeAsync();
}
