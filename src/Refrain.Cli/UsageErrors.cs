using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Refrain.Cli;

/// <summary>What is wrong with a command line, with the name that was probably meant.</summary>
internal static class UsageErrors
{
    /// <summary>One sentence per problem; none when the command can run or a help or version option was given.</summary>
    public static IReadOnlyList<string> Find(ParseResult result)
    {
        if (result.Action is { ClearsParseErrors: true })
        {
            return [];
        }

        var command = result.CommandResult.Command;
        var unknown = UnknownOptions(result).ToList();
        if (unknown.Count > 0)
        {
            // Alone: the parser has taken an unknown option for an argument, so what it says of the rest misleads.
            return [.. unknown.Select(token => Unknown("option", token, OptionNames(command)))];
        }

        if (result.UnmatchedTokens.Count > 0 && command.Subcommands.Count > 0)
        {
            return [Unknown("command", result.UnmatchedTokens[0], command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name))];
        }

        return [.. result.Errors.Select(error => Plain(error.Message)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Writes the problems and where help is.</summary>
    public static void Write(ParseResult result, IReadOnlyList<string> problems, TextWriter error)
    {
        foreach (string problem in problems)
        {
            error.WriteLine($"error: {problem}");
        }

        error.WriteLine($"See '{CommandPath(result)} --help'.");
    }

    /// <summary>Arguments that look like options. The parser takes <c>--jsn</c> for a model; after <c>--</c> it may be one.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult result)
    {
        var tokens = result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        var positional = result
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(tokens.Contains)
            .Select(token => token.Value);
        int beforeDashes = tokens.Count == result.Tokens.Count ? int.MaxValue : 0;
        return positional
            .Concat(result.UnmatchedTokens.Take(beforeDashes))
            .Where(value => value.Length > 1 && value[0] == '-' && !double.TryParse(value, CultureInfo.InvariantCulture, out _));
    }

    private static IEnumerable<string> OptionNames(Command command)
    {
        var recursive = command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive);
        return command.Options.Concat(recursive).Where(option => !option.Hidden).Select(option => option.Name).Append("--help");
    }

    private static string Unknown(string what, string value, IEnumerable<string> names)
    {
        // A value may be given with its option: --sed=3.
        string name = what == "option" ? value.Split('=')[0] : value;
        string message = $"unknown {what} '{BadInputException.Show(name)}'";
        return Suggestion.For(name, names) is { } suggestion ? $"{message}; did you mean '{suggestion}'?" : message + ".";
    }

    private static string Plain(string message)
    {
        message = message
            .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
            .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal)
            .Replace("Required command was not provided", "a command is needed", StringComparison.Ordinal);
        return char.ToLowerInvariant(message[0]) + message[1..];
    }

    private static string CommandPath(ParseResult result)
    {
        var names = new Stack<string>();
        for (
            SymbolResult? symbol = result.CommandResult;
            symbol is CommandResult { Command: not RootCommand } command;
            symbol = symbol.Parent
        )
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names.Prepend("refrain"));
    }
}
