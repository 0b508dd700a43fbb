using System.Collections.Concurrent;
using Refrain.Runs.Progress;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Refrain.Cli.Progress;

/// <summary>Progress on a terminal: a bar per stage that has begun, with counts, time elapsed and time left.</summary>
internal sealed class ProgressBars
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProgressTask> tasks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, ProgressEvent> updates = []; // by the task's id; read while drawing, so without the gate
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProgressContext> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task drawing;
    private volatile string? current;

    public ProgressBars(IAnsiConsole terminal)
    {
        var progress = terminal
            .Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new UpdateColumn(this, ProgressText.Count),
                new UpdateColumn(this, update => ProgressText.Time(update.Elapsed)),
                new UpdateColumn(this, Left)
            );
        progress.RefreshRate = TimeSpan.FromMilliseconds(250);
        drawing = Task.Run(() => DrawAsync(progress));
    }

    public void Report(ProgressEvent update)
    {
        lock (gate)
        {
            if (current is not null && current != update.Stage)
            {
                tasks[current].StopTask();
            }

            current = update.Stage;
            var task = TaskOf(update);
            updates[task.Id] = update;
            task.MaxValue = Math.Max(1, update.Total);
            task.IsIndeterminate = update.Total <= 0;
            task.Value = update.Done;
        }
    }

    /// <summary>Draws the last state, gives the cursor back and returns.</summary>
    public void End()
    {
        finished.TrySetResult();
        drawing.GetAwaiter().GetResult();
    }

    private async Task DrawAsync(Spectre.Console.Progress progress)
    {
        try
        {
            await progress.StartAsync(context =>
            {
                begun.SetResult(context);
                return finished.Task;
            });
        }
        catch (Exception exception)
        {
            // Else the first report would wait for a drawing that never begins.
            begun.TrySetException(exception);
            throw;
        }
    }

    private ProgressTask TaskOf(ProgressEvent update)
    {
        if (!tasks.TryGetValue(update.Stage, out var task))
        {
            task = begun
                .Task.GetAwaiter()
                .GetResult()
                .AddTask(Markup.Escape(update.Stage), autoStart: true, maxValue: Math.Max(1, update.Total));
            tasks.Add(update.Stage, task);
        }

        return task;
    }

    private string Left(ProgressEvent update) =>
        update.Stage != current ? ""
        : update.Remaining is { } remaining ? ProgressText.Time(remaining) + " left"
        : "";

    private sealed class UpdateColumn(ProgressBars bars, Func<ProgressEvent, string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(bars.updates.TryGetValue(task.Id, out var update) ? text(update) : "").RightJustified();
    }
}
