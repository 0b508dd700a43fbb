using System.CommandLine;

namespace Refrain.Cli.Commands;

/// <summary>What a preflight prints, and the option to go on in spite of it.</summary>
internal static class PreflightOutput
{
    public static Option<bool> Ignore() => new("--ignore-preflight") { Description = "Try even when memory or disk seem too small." };

    /// <summary>Where its lines go: standard error, unless --quiet.</summary>
    public static Action<string>? Say(ParseResult result) =>
        result.Quiet ? null
        : Messages.IsTerminal ? Messages.Write
        : result.Error.WriteLine;
}
