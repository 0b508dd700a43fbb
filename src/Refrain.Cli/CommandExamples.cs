using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Refrain.Cli;

/// <summary>One example in a command's help.</summary>
/// <param name="Description">What it does, without a full stop.</param>
/// <param name="CommandLine">As one types it, beginning with <c>refrain</c>.</param>
internal sealed record CommandExample(string Description, string CommandLine);

/// <summary>Examples that a command carries; <c>--help</c> shows them last.</summary>
internal static class CommandExamples
{
    // System.CommandLine's symbols have no place for data of others.
    private static readonly ConditionalWeakTable<Command, List<CommandExample>> Table = [];

    extension(Command command)
    {
        public IReadOnlyList<CommandExample> Examples => Table.TryGetValue(command, out var examples) ? examples : [];

        /// <summary>Adds an example and returns the command.</summary>
        public Command WithExample(string description, string commandLine)
        {
            Table.GetOrCreateValue(command).Add(new CommandExample(description, commandLine));
            return command;
        }
    }
}
