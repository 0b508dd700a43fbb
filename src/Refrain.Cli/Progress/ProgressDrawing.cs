using Refrain.Runs.Progress;

namespace Refrain.Cli.Progress;

/// <summary>Progress on standard error: bars on a terminal, a line now and then elsewhere, nothing when quiet.</summary>
internal sealed class ProgressDrawing : IProgress<ProgressEvent>, IDisposable
{
    private readonly Action<ProgressEvent> draw;
    private readonly Action end;

    private ProgressDrawing(Action<ProgressEvent> draw, Action end) => (this.draw, this.end) = (draw, end);

    /// <summary>Begins to draw; disposing ends it and leaves the last state on the screen.</summary>
    public static ProgressDrawing Start(bool quiet)
    {
        if (quiet)
        {
            return new ProgressDrawing(_ => { }, () => { });
        }

        if (Messages.IsTerminal)
        {
            var bars = new ProgressBars(Messages.Terminal);
            return new ProgressDrawing(bars.Report, bars.End);
        }

        var lines = new ProgressLines(Console.Error, TimeProvider.System);
        return new ProgressDrawing(lines.Report, lines.End);
    }

    /// <summary>Shows an update. Safe for several threads, and quick: the screen is drawn by another one.</summary>
    public void Report(ProgressEvent value) => draw(value);

    public void Dispose() => end();
}
