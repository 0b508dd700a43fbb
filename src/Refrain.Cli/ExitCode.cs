namespace Refrain.Cli;

/// <summary>The exit codes, as documented in docs/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int BadInput = 3;
    public const int ThresholdMissed = 4;
    public const int Interrupted = 130;
}
