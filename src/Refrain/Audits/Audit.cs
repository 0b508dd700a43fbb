using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Responses;
using Refrain.Runs;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>The whole path of an audit: checkpoint, prompts, directions, selection, responses, judging, measurement, report.</summary>
public static class Audit
{
    /// <summary>Runs an audit on the calling thread, or continues or re-prints the run of the same settings.</summary>
    /// <param name="request">What to audit, and where its run is kept.</param>
    /// <param name="progress">Told how far the audit is, one report at a time, or null. It is waited for, so it must be quick.</param>
    /// <param name="logger">Told what is worth a line: what the audit takes, a model that moved, a server that asks to wait; or
    /// null.</param>
    /// <param name="cancel">Interrupts the audit; what is finished is kept.</param>
    /// <exception cref="BadInputException">The model, the suite, a setting or the run's folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same request continues it.</exception>
    public static AuditResult Run(
        AuditRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        logger ??= NullLogger.Instance;
        using var clock = new StageClock(AuditStages.Opening.Name);
        string model = AuditModel.Of(request, progress, logger, cancel);
        using var session = AuditSession.Open(request, model, clock, progress, logger, cancel);
        if (session.Finished is { } finished)
        {
            return session.Print(finished);
        }

        var found = Find(session);
        var judged = session.Do(AuditStages.Judging, () => AuditJudging.RunAsync(session, found.Questions).GetAwaiter().GetResult());
        return Report(session, found with { Judged = judged });
    }

    /// <summary>
    /// Runs an audit, or continues or re-prints the run of the same settings. The model computes on a thread of its own; downloads and
    /// judging models are waited for on none.
    /// </summary>
    /// <inheritdoc cref="Run"/>
    public static async Task<AuditResult> RunAsync(
        AuditRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        logger ??= NullLogger.Instance;
        using var clock = new StageClock(AuditStages.Opening.Name);
        string model = await AuditModel.OfAsync(request, progress, logger, cancel).ConfigureAwait(false);
        using var session = await LongWork
            .Run(() => AuditSession.Open(request, model, clock, progress, logger, cancel))
            .ConfigureAwait(false);
        if (session.Finished is { } finished)
        {
            return await LongWork.Run(() => session.Print(finished)).ConfigureAwait(false);
        }

        var found = await LongWork.Run(() => Find(session)).ConfigureAwait(false);
        var judged = await session
            .DoAsync(AuditStages.Judging, () => AuditJudging.RunAsync(session, found.Questions))
            .ConfigureAwait(false);
        return await LongWork.Run(() => Report(session, found with { Judged = judged })).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the report of a finished run again, without the model; with how far its judge agrees with people's labels
    /// (<c>[name=]path</c>) of its responses.
    /// </summary>
    /// <exception cref="BadInputException">The folder is no run, its run is not finished, or labels cannot be read.</exception>
    public static AuditResult Reprint(string folder, params IReadOnlyList<string> labels)
    {
        using var store = RunStore.OpenForReading(folder);
        var report = RunReport.Find(store)
            ?? throw new BadInputException(
                folder,
                "is a run that has not finished",
                "a finished one",
                "Run its audit command again: it continues where it was."
            );
        return new AuditResult(RunReport.Write(store, RunLabels.Add(report, folder, labels)), folder);
    }

    /// <summary>Everything that needs the model: directions, answers, geometry. The answers are in the run, not judged yet.</summary>
    private static AuditFindings Find(AuditSession session)
    {
        var (plan, settings, model) = (session.Plan, session.Settings, session.OpenModel());
        Remember remember = session.Journal.Remember;

        // What 8-bit arithmetic changes, where it was asked for.
        var precision = PrecisionCheck.Run(session, model);

        // The report's source: its onset tokens and direction, and the intervention that takes its refusals away.
        var readings = new TrainReadings(model, plan, remember);
        session.Do(AuditStages.Source, () => readings.Add([settings.Source], KeptRows.Every(plan.Positions)));
        SourceDirection Direction(string language) =>
            SourceDirection.Find(
                model,
                language,
                plan.PromptsOf(language),
                readings.All.GetValueOrDefault(language),
                settings.SelectionFor(session.Subject.Format),
                remember
            );
        var source = session.Do(AuditStages.Selection, () => Direction(settings.Source));

        // What the model holds on the other languages: onset tokens and unfiltered directions.
        session.Do(AuditStages.Extraction, () => readings.Add(plan.Others, KeptRows.At(source.Position)));

        // The other sources' directions and interventions, and directions that should do nothing.
        var (sources, controls) = session.Do(AuditStages.Controls, () =>
        {
            var found = plan.Sources.ToDictionary(one => one, one => one == settings.Source ? source : Direction(one));
            return (found, found.Where(_ => settings.Controls).ToDictionary(pair => pair.Key, pair => Control(pair.Key, pair.Value)));
        });
        SourceControls? Control(string language, SourceDirection direction) =>
            ControlDirections.Find(model, language, direction, readings.All.GetValueOrDefault(language), settings.Seed, remember);

        // Answers at baseline, and with each direction ablated and added, in every language.
        var onset = Onset.Of(readings.All, plan.Languages, settings.Source);
        var interventions = Conditions.Of(sources, controls, settings.Convention, plan.Stressed, settings.Seed);
        var questions = plan.Questions(onset, [Treatment.Baseline, .. interventions.Keys]);
        var responses = new ResponseRun(model, session.Subject.Format, settings.MaximumNewTokens, session.Journal, session.Cancel);
        session.Do(
            AuditStages.Responses,
            () => responses.Run(questions, interventions, Conditions.ProbeOf(source)),
            AuditStages.Answering(plan, questions)
        );

        // Where prompts lie beside the source's; the model, whose weights are the most of the memory, is not needed any more.
        session.CloseModel();
        var geometry = session.Do(AuditStages.Geometry, () =>
            new GeometryMeasurement(readings.All, settings.Source, source.Position, plan.TrainIds, settings.Seed, remember).Run(
                source.Layer ?? plan.Config.Layers / 2
            )
        );
        return new AuditFindings(
            readings.All,
            sources,
            controls,
            geometry,
            onset,
            questions,
            Judged: [],
            new KeptResponses(session.Store),
            session.Subject.Format.Thinking,
            precision
        );
    }

    /// <summary>Measures what was found and judged, and writes the report.</summary>
    private static AuditResult Report(AuditSession session, AuditFindings findings)
    {
        var report = session.Do(AuditStages.Measurement, () => ReportBuilding.Build(session, findings));
        return session.Do(AuditStages.Report, () =>
        {
            report = report with { Times = AuditTimes.Of(session, findings) };
            RunExports.Write(session.Store, findings.Questions, findings, session.Settings);
            RunReport.Keep(session.Store, report);
            return session.Print(report);
        });
    }
}
