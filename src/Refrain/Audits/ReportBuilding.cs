using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;

namespace Refrain.Audits;

/// <summary>Makes the report of what was found.</summary>
internal static class ReportBuilding
{
    public static AuditReport Build(AuditSession session, AuditFindings findings)
    {
        var (request, plan, format) = (session.Request, session.Plan, session.Subject.Format);
        var source = findings.Sources[request.Settings.Source];
        var all = findings.Judged;
        findings = findings with { Judged = [.. all.Where(item => OverRefusalSet.NameOf(item.Response.PromptId) is null)] };
        var judged = findings.Of(request.Settings.Source);
        var outcomes = new Outcomes(findings.Judged);
        var paired = Paired.Of(outcomes, plan.Languages, request.Settings.Source, plan.Test, request.Settings.Seed);
        var languages = plan.Languages.ToDictionary(
            language => language,
            language =>
                Language(language, request.Settings, format, plan, findings with { Judged = judged }, outcomes) with
                {
                    Paired = paired.GetValueOrDefault(language),
                }
        );
        languages = languages.ToDictionary(
            pair => pair.Key,
            pair => pair.Value with { Mechanism = MechanismText.Report(MechanismFinding.Of(pair.Value), pair.Key, request.Settings.Source) }
        );
        var beside = all.Where(item => OverRefusalSet.NameOf(item.Response.PromptId) is not null);
        var overRefusal = OverRefusal.Of(plan.OverRefusal, new Outcomes(beside), plan.Languages, request.Settings.Source);
        var selection = SelectionMeasurement.Of(source.Selection);
        return new AuditReport
        {
            ProductVersion = Ground.ProductVersion.Text,
            Command = request.Command,
            Model = Model(session.Subject.Checkpoint, format),
            Suite = new ReportSuite { Name = session.Subject.Suite.Name, Hash = session.Subject.Suite.Hash },
            Settings = Settings(request.Settings, plan) with { Template = TemplateIdentity.Report(request.Settings.Template, format) },
            Selection = selection,
            Precision = findings.Precision,
            Languages = languages,
            Transfer =
                findings.Sources.Values.All(one => one.Selection.Chosen is null) && findings.Sources.Count == 1
                    ? null
                    : Transfer.Of(
                        outcomes,
                        findings.Sources,
                        request.Settings.Controls ? findings.Controls : null,
                        plan.Languages,
                        request.Settings.Seed
                    ),
            Stress = Stress.Of(outcomes, plan.Stressed, request.Settings.Stress?.Prompts ?? 0, plan.Languages, request.Settings.Seed),
            Cosines = Cosines.Of(findings.Geometry, plan.Languages),
            Geometry = GeometryFindings.Of(findings.Geometry, languages),
            OverRefusal = overRefusal,
            Examples = Examples.Of(judged, findings.Responses, plan.PromptText),
            Judge = AuditJudges.Of(request.Settings.Judge, all, request.Settings.Seed),
            Doubts = Doubts.Of(languages, selection, overRefusal, request.Settings, findings with { Judged = all }),
        };
    }

    private static LanguageReport Language(
        string language,
        AuditSettings settings,
        PromptFormat format,
        AuditPlan plan,
        AuditFindings findings,
        Outcomes outcomes
    )
    {
        var own = findings.Readings.GetValueOrDefault(language);
        return LanguageMeasurement.Of(
            [.. findings.Judged.Where(item => item.Response.Language == language)],
            Rates.Of(outcomes, language, settings.Source),
            promptClass => plan.Test(language, promptClass),
            [
                .. (own?.Onset ?? []).Select(token => new OnsetTokenReport
                {
                    Id = token.Id,
                    Text = format.TokenText(token.Id),
                    Difference = token.Difference,
                }),
            ],
            findings.Onset[language] is { Tokens.Count: > 0 } onset ? onset.Language : null,
            SurvivorsOf(findings.Sources.GetValueOrDefault(language)?.Filter),
            settings.Seed
        );
    }

    private static Survivors? SurvivorsOf(FilterCounts? filter) =>
        filter is null
            ? null
            : new Survivors
            {
                Train = new SurvivorsOfSplit
                {
                    Harmful = new KeptOf(filter.HarmfulTrain, filter.Of.HarmfulTrain.Count),
                    Harmless = new KeptOf(filter.HarmlessTrain, filter.Of.HarmlessTrain.Count),
                },
                Val = new SurvivorsOfSplit
                {
                    Harmful = new KeptOf(filter.HarmfulValidation, filter.Of.HarmfulValidation.Count),
                    Harmless = new KeptOf(filter.HarmlessValidation, filter.Of.HarmlessValidation.Count),
                },
            };

    private static ReportModel Model(Checkpoint checkpoint, PromptFormat format) =>
        new()
        {
            Name = checkpoint.Name,
            Revision = checkpoint.Revision,
            Architecture = checkpoint.Config.Architecture,
            Parameters = checkpoint.ParameterCount,
            Layers = checkpoint.Config.Layers,
            Format = checkpoint.Format,
            Storage = checkpoint.StorageNames,
            WeightsHash = checkpoint.WeightsHash,
            TokenizerHash = format.TokenizerHash,
            TemplateHash = format.TemplateHash,
        };

    private static ReportSettings Settings(AuditSettings settings, AuditPlan plan) =>
        new()
        {
            Languages = plan.Languages,
            Source = settings.Source,
            Sources = plan.Sources,
            Controls = settings.Controls ? MeasuredControls.All : MeasuredControls.None,
            Seed = settings.Seed,
            MaxNewTokens = settings.MaximumNewTokens,
            Convention = settings.Convention,
            Precision = settings.Precision,
            TestIds = settings.TestIds,
        };
}
