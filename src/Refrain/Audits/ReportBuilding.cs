using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Responses;
using Refrain.Runs;
using Refrain.Tokens;

namespace Refrain.Audits;

/// <summary>What the stages of an audit found.</summary>
internal sealed record AuditFindings(
    IReadOnlyDictionary<string, LanguageReading> Readings,
    IReadOnlyDictionary<string, SourceDirection> Sources,
    IReadOnlyDictionary<string, SourceControls?> Controls,
    Geometry Geometry,
    IReadOnlyDictionary<string, Onset> Onset,
    IReadOnlyList<JudgedResponse> Judged,
    KeptResponses Responses,
    ThinkingTreatment Thinking,
    PrecisionReport? Precision
)
{
    /// <summary>
    /// The answers of the untouched model and under the report's own source's direction: all but the rest of the transfer matrix, controls
    /// and stress.
    /// </summary>
    public IReadOnlyList<JudgedResponse> Of(string source) =>
        [
            .. Judged.Where(item =>
                item.Response is { Control: Control.None, Condition: not Condition.Stressed } && (item.Response.Source ?? source) == source
            ),
        ];
}

/// <summary>Makes the report of what was found.</summary>
internal static class ReportBuilding
{
    public static AuditReport Build(
        AuditRequest request,
        Checkpoint checkpoint,
        PromptFormat format,
        Suite suite,
        AuditPlan plan,
        AuditFindings findings
    )
    {
        var source = findings.Sources[request.Settings.Source];
        var all = findings.Judged;
        findings = findings with { Judged = [.. all.Where(item => OverRefusalSet.NameOf(item.Response.PromptId) is null)] };
        var judged = findings.Of(request.Settings.Source);
        var paired = PairedReporting.Of(judged, plan.Languages, request.Settings.Source, plan.Test, request.Settings.Seed);
        var languages = plan.Languages.ToDictionary(
            language => language,
            language =>
                Language(language, request.Settings, format, plan, findings with { Judged = judged }) with
                {
                    Paired = paired.GetValueOrDefault(language),
                }
        );
        languages = languages.ToDictionary(
            pair => pair.Key,
            pair => pair.Value with { Mechanism = MechanismText.Report(MechanismFinding.Of(pair.Value), pair.Key, request.Settings.Source) }
        );
        var overRefusal = OverRefusalReporting.Of(plan.OverRefusal, all, plan.Languages);
        var selection = SelectionReporting.Of(source.Selection);
        return new AuditReport
        {
            ProductVersion = Ground.ProductVersion.Text,
            Command = request.Command,
            Model = Model(checkpoint, format),
            Suite = new ReportSuite { Name = suite.Name, Hash = suite.Hash },
            Settings = Settings(request.Settings, plan) with { Template = TemplateIdentity.Report(request.Settings.Template, format) },
            Selection = selection,
            Precision = findings.Precision,
            Languages = languages,
            Transfer =
                findings.Sources.Values.All(one => one.Selection.Chosen is null) && findings.Sources.Count == 1
                    ? null
                    : TransferReporting.Of(
                        findings.Judged,
                        findings.Sources,
                        request.Settings.Controls ? findings.Controls : null,
                        plan.Languages,
                        request.Settings.Seed
                    ),
            Stress = StressReporting.Of(
                findings.Judged,
                plan.Stressed,
                request.Settings.Stress?.Prompts ?? 0,
                plan.Languages,
                request.Settings.Seed
            ),
            Cosines = CosineReporting.Of(findings.Geometry, plan.Languages),
            Geometry = GeometryReporting.Of(findings.Geometry, languages),
            OverRefusal = overRefusal,
            Examples = Examples.Of(judged, findings.Responses, plan.PromptText),
            Judge = JudgeReporting.Of(request.Settings.Judge, all, request.Settings.Seed),
            Doubts = Doubts.Of(languages, selection, overRefusal, request.Settings, findings with { Judged = all }),
        };
    }

    private static LanguageReport Language(
        string language,
        AuditSettings settings,
        PromptFormat format,
        AuditPlan plan,
        AuditFindings findings
    )
    {
        var own = findings.Readings.GetValueOrDefault(language);
        return LanguageReporting.Of(
            [.. findings.Judged.Where(item => item.Response.Language == language)],
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
            Controls = settings.Controls ? AuditSettings.All : "none",
            Seed = settings.Seed,
            MaxNewTokens = settings.MaximumNewTokens,
            Convention = settings.ConventionName,
            Precision = settings.Precision.Word(),
            TestIds = settings.TestIds,
        };
}
