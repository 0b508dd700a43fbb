using System.Diagnostics;
using Refrain.Inference;

namespace Refrain.Profiling;

/// <summary>Writes where the time goes to a trace that Perfetto, chrome://tracing and speedscope open, until it is disposed.</summary>
/// <remarks>It sees what is called after it in the same flow of control, and not what runs beside it in the process. docs/profiling.md
/// shows how to read it.</remarks>
public sealed class Profile : IDisposable
{
    private static readonly TimeSpan SamplingInterval = TimeSpan.FromMilliseconds(100);

    private readonly ProfileFile file;
    private readonly ProfileTotals totals = new();
    private readonly ActivityListener listener;
    private readonly Activity root;
    private readonly Timer memory;
    private readonly SessionTraces? outer = SessionTraces.Current;
    private readonly SessionTraces? operators;
    private bool disposed;

    private Profile(string path, string name, bool operators, DateTime? began)
    {
        file = new ProfileFile(path, name, began);
        this.operators = operators ? new SessionTraces() : null;
        root = new Activity(name).Start();
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == root.TraceId)
                {
                    totals.Add(span);
                    file.Span(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        memory = new Timer(_ => SampleMemory(), null, TimeSpan.Zero, SamplingInterval);
        SessionTraces.Current = this.operators;
    }

    /// <summary>Why the file is not complete (a full disk), or null; what is profiled goes on without it.</summary>
    public string? Failure => file.Failure;

    /// <summary>After disposal the seconds of each kind of span, and of each operator in each stage, a line each.</summary>
    public IReadOnlyList<string> Summary { get; private set; } = [];

    /// <summary>Begins to write a profile.</summary>
    /// <param name="path">The file; one that is there is replaced. A process that is killed leaves what was written until then, which
    /// viewers open.</param>
    /// <param name="name">What is profiled, such as the command.</param>
    /// <param name="operators">True: with the time of each of ONNX Runtime's operators. It takes memory (a few hundred bytes for each call
    /// of one) and some speed.</param>
    /// <param name="began">When the process began, local time, for a first span until now; null: none.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static Profile Start(string path, string name = "refrain", bool operators = false, DateTime? began = null) =>
        new(path, name, operators, began);

    /// <summary>Ends the profile; what it saw must be disposed before.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        SessionTraces.Current = outer;
        memory.Dispose();
        root.Stop();
        totals.Add(root);
        file.Span(root);
        listener.Dispose();
        if (operators is not null)
        {
            var began = DateTime.UtcNow;
            OperatorProfile.Finish(operators, file, totals);
            file.Complete("collect operators", "process", began, DateTime.UtcNow - began, file.LatestThread, []);
        }

        SampleMemory();
        file.Dispose();
        Summary = totals.Lines();
    }

    private void SampleMemory()
    {
        file.Counter("resident MB", Environment.WorkingSet / 1e6);
        file.Counter("managed heap MB", GC.GetTotalMemory(forceFullCollection: false) / 1e6);
        file.Flush();
    }
}
