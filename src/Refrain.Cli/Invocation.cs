using System.CommandLine;

namespace Refrain.Cli;

/// <summary>What a command asks of its invocation.</summary>
internal static class Invocation
{
    extension(ParseResult result)
    {
        /// <summary>Where results go: standard output, or what a test gives.</summary>
        public TextWriter Output => result.InvocationConfiguration.Output;

        /// <summary>Where messages go: standard error, or what a test gives.</summary>
        public TextWriter Error => result.InvocationConfiguration.Error;

        /// <summary>True with <c>--quiet</c>: no progress.</summary>
        public bool Quiet => result.GetValue<bool>(Options.QuietName);

        /// <summary>True with <c>--verbose</c> or REFRAIN_DEBUG=1: a failure shows its stack trace.</summary>
        public bool Verbose => result.GetValue<bool>(Options.VerboseName) || Environment.GetEnvironmentVariable("REFRAIN_DEBUG") == "1";
    }
}
