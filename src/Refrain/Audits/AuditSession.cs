using Microsoft.Extensions.Logging;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Runs;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>One start of an audit: what it is of, its run, its model while stages need it, and the stage at work.</summary>
internal sealed class AuditSession : IDisposable
{
    private readonly StageClock clock;
    private readonly IProgress<ProgressEvent>? progress;
    private Model? model;
    private RunJournal? journal;

    private AuditSession(StageClock clock, IProgress<ProgressEvent>? progress) => (this.clock, this.progress) = (clock, progress);

    public required AuditRequest Request { get; init; }

    public AuditSettings Settings => Request.Settings;

    public required AuditSubject Subject { get; init; }

    public AuditPlan Plan => Subject.Plan;

    public required RunStore Store { get; init; }

    /// <summary>The run's folder, as it was named.</summary>
    public required string Folder { get; init; }

    public required ILogger Logger { get; init; }

    public required CancellationToken Cancel { get; init; }

    /// <summary>The report of a run that finished before, or null.</summary>
    public AuditReport? Finished => RunReport.Find(Store);

    /// <summary>Keeps finished work.</summary>
    public RunJournal Journal => journal ?? throw new InvalidOperationException("the model was not opened");

    /// <summary>Opens what a request names, and its run.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model's files.</param>
    /// <param name="clock">Runs since the audit began.</param>
    /// <param name="progress">Told how far the audit is, or null.</param>
    /// <param name="logger">Told what is worth a line.</param>
    /// <param name="cancel">Interrupts the audit.</param>
    /// <exception cref="BadInputException">The model, the suite, a setting or the run's folder cannot be used.</exception>
    public static AuditSession Open(
        AuditRequest request,
        string model,
        StageClock clock,
        IProgress<ProgressEvent>? progress,
        ILogger logger,
        CancellationToken cancel
    )
    {
        var subject = AuditSubject.Open(request, model);
        try
        {
            var manifest = AuditManifest.Of(subject);
            string folder = request.Run ?? Path.Combine(request.Runs, RunName.For(subject.Checkpoint.Name, manifest));
            return new AuditSession(clock, progress)
            {
                Request = request,
                Subject = subject,
                Store = RunStore.Open(folder, manifest, request.ResumeOnly),
                Folder = folder,
                Logger = logger,
                Cancel = cancel,
            };
        }
        catch
        {
            subject.Dispose();
            throw;
        }
    }

    /// <summary>Says what the audit takes, refuses what does not fit, and opens the model.</summary>
    /// <exception cref="BadInputException">It does not fit this machine, and was not to be tried all the same.</exception>
    public Model OpenModel()
    {
        Subject.Preflight(Folder).Begin(Logger.Detail, Request.IgnorePreflight);
        model = Subject.OpenModel();
        var meter = new ProgressMeter(AuditStages.Planned(Plan), update => progress?.Report(update));
        journal = new RunJournal(Store, meter, Plan.Config.Layers, clock, Cancel);
        return model;
    }

    /// <summary>Closes the model, whose weights are the most of the memory.</summary>
    public void CloseModel()
    {
        model?.Dispose();
        model = null;
    }

    /// <summary>Does a stage's work, and gives back the memory that the next stage has no use for.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="work">Its work.</param>
    /// <param name="cost">Tokens times layers, where more is known than the plan knew.</param>
    public T Do<T>(AuditStage stage, Func<T> work, long? cost = null)
    {
        Begin(stage, cost);
        var done = work();
        Release(stage);
        return done;
    }

    /// <inheritdoc cref="Do{T}"/>
    public void Do(AuditStage stage, Action work, long? cost = null) =>
        Do(
            stage,
            () =>
            {
                work();
                return stage;
            },
            cost
        );

    /// <inheritdoc cref="Do{T}"/>
    public async Task<T> DoAsync<T>(AuditStage stage, Func<Task<T>> work)
    {
        Begin(stage, cost: null);
        var done = await work().ConfigureAwait(false);
        Release(stage);
        return done;
    }

    /// <summary>Writes a report into the run's folder.</summary>
    public AuditResult Print(AuditReport report) => new(RunReport.Write(Store, report), Folder);

    public void Dispose()
    {
        CloseModel();
        Store.Dispose();
        Subject.Dispose();
    }

    private void Begin(AuditStage stage, long? cost)
    {
        if ((cost ?? stage.Cost?.Invoke(Plan)) is { } known)
        {
            Journal.Begin(stage.Name, known);
        }
        else
        {
            Journal.Begin(stage.Name);
        }
    }

    private void Release(AuditStage stage)
    {
        if (stage.NeedsModel)
        {
            model!.EndStage();
        }
        else if (stage != AuditStages.All[^1])
        {
            // What a stage leaves goes before the next one adds its own: the collector alone lets a hundred megabytes pile up.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
