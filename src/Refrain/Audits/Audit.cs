using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Hub;
using Refrain.Inference;
using Refrain.LanguageModels;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>The whole path of an audit: checkpoint, prompts, directions, selection, responses, judging, measurement, report.</summary>
public static class Audit
{
    /// <summary>Runs an audit, or continues or re-prints the run of the same settings.</summary>
    /// <exception cref="BadInputException">The model, the suite, a setting or the run's folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same request continues it.</exception>
    public static AuditResult Run(AuditRequest request, CancellationToken cancel = default)
    {
        var settings = request.Settings;
        string cache = settings.Cache ?? CacheFolder.Default;
        using var clock = new StageClock("opening");

        // Checkpoint and prompts.
        using var checkpoint = Checkpoint.Open(
            request.Model is { } named
                ? ModelSource.Find(named, HubContent.Model, request.Hub, request.Progress, request.Note, cancel)
                : EmbeddedDemo.Extract(cache)
        );
        var format = PromptFormat.Of(checkpoint, settings.Template);
        var suite = request.Suite is null ? Suite.Embedded() : Suite.Load(request.Suite);
        var plan = new AuditPlan(suite, format, settings);
        plan.CheckLengths(checkpoint.Config.MaximumPositions);
        var manifest = AuditManifest.Of(checkpoint, format, suite, plan, settings, request.Compute);
        string folder = request.Run ?? Path.Combine(request.Runs, RunName.For(checkpoint.Name, manifest));
        using var store = RunStore.Open(folder, manifest, request.ResumeOnly);
        if (RunReport.Find(store) is { } finished)
        {
            return new AuditResult(RunReport.Write(store, finished), folder);
        }

        PreflightEstimate
            .OfAudit(checkpoint, plan, settings, format.PostInstruction.Length, cache, folder, request.Compute)
            .Begin(request.Say, request.IgnorePreflight);
        using var model = Model.Open(checkpoint, cache, settings.Precision, ownsCheckpoint: false, compute: request.Compute);
        var journal = new RunJournal(
            store,
            AuditProgress.Meter(plan, model.Config, settings, format.PostInstruction.Length, request.Progress),
            model.Config.Layers,
            clock,
            cancel
        );

        // What 8-bit arithmetic changes, where it was asked for.
        var precision = PrecisionCheck.Run(model, plan, request, cache, format.PostInstruction.Length, journal);

        // The report's source: its onset tokens and direction, and the intervention that takes its refusals away.
        int positions = format.PostInstruction.Length;
        var readings = new TrainReadings(model, plan, positions, journal.Remember);
        journal.Begin("source", AuditProgress.Reading(plan, [settings.Source], model.Config));
        readings.Add([settings.Source], KeptRows.Every(positions));
        journal.Begin("selection", AuditProgress.Selection(plan, [settings.Source], model.Config, settings, positions));
        var source = SourceDirection.Find(
            model,
            settings.Source,
            plan.PromptsOf(settings.Source),
            readings.All.GetValueOrDefault(settings.Source),
            settings.SelectionFor(format),
            journal.Remember
        );
        model.EndStage();

        // What the model holds on the other languages: onset tokens and unfiltered directions.
        journal.Begin("extraction", AuditProgress.Reading(plan, plan.Others, model.Config));
        readings.Add(plan.Others, KeptRows.At(source.Position));

        // The other sources' directions and interventions, and directions that should do nothing.
        journal.Begin("controls", AuditProgress.Controls(plan, model.Config, settings, positions));
        var sources = plan.Sources.ToDictionary(
            language => language,
            language =>
                language == settings.Source
                    ? source
                    : SourceDirection.Find(
                        model,
                        language,
                        plan.PromptsOf(language),
                        readings.All.GetValueOrDefault(language),
                        settings.SelectionFor(format),
                        journal.Remember
                    )
        );
        var controls = sources
            .Where(_ => settings.Controls)
            .ToDictionary(
                pair => pair.Key,
                pair =>
                    ControlDirections.Find(
                        model,
                        pair.Key,
                        pair.Value,
                        readings.All.GetValueOrDefault(pair.Key),
                        settings.Seed,
                        journal.Remember
                    )
            );
        model.EndStage();

        // Answers at baseline, and with each direction ablated and added, in every language.
        var onset = Onset.Of(readings.All, plan.Languages, settings.Source);
        var interventions = Conditions.Of(sources, controls, settings.Convention, plan.Stressed, settings.Seed);
        var questions = plan.Questions(onset, [Treatment.Baseline, .. interventions.Keys]);
        journal.Begin("responses", AuditProgress.Responses(questions, settings, model.Config));
        new ResponseRun(model, format, settings.MaximumNewTokens, journal, cancel).Run(
            questions,
            interventions,
            Conditions.ProbeOf(source)
        );
        model.EndStage();
        model.Dispose();

        // Judging, measurement and report; the model, whose weights are the most of the memory, is not needed any more.
        journal.Begin("geometry", AuditProgress.Geometry(plan, model.Config));
        var geometry = new GeometryMeasurement(
            readings.All,
            settings.Source,
            source.Position,
            plan.TrainIds,
            settings.Seed,
            journal.Remember
        ).Run(source.Layer ?? model.Config.Layers / 2);
        journal.Begin("judging");
        var judged = AuditJudging.Run(request, questions, store, cancel);
        var findings = new AuditFindings(
            readings.All,
            sources,
            controls,
            geometry,
            onset,
            judged,
            new KeptResponses(store),
            format.Thinking,
            precision
        );
        journal.Begin("measurement");
        var report = ReportBuilding.Build(request, checkpoint, format, suite, plan, findings);
        journal.Begin("report");
        report = report with { Times = AuditTimes.Of(journal, store, model, plan, questions, findings) };
        RunExports.Write(store, questions, findings, settings);
        RunReport.Keep(store, report);
        return new AuditResult(RunReport.Write(store, report), folder);
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
}
