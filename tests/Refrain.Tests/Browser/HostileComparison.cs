using Refrain.Directions;
using Refrain.Measurement;

namespace Refrain.Tests.Browser;

/// <summary>A comparison in whose every text field, names of languages included, stands a hostile string.</summary>
internal static class HostileComparison
{
    /// <param name="report">The comparison to spoil.</param>
    /// <param name="first">Index of the string that the first field gets; the next field gets the next one.</param>
    public static ComparisonReport Of(ComparisonReport report, int first)
    {
        string Next() => HostileStrings.All[first++ % HostileStrings.All.Count];
        var names = new Dictionary<string, string>();
        string Name(string code) => names.TryGetValue(code, out string? name) ? name : names[code] = Next() + code;
        ReportModel Model(ReportModel model) =>
            model with
            {
                Name = Next(),
                Revision = Next(),
                Architecture = Next(),
                Format = Next(),
                Storage = [Next(), Next()],
                WeightsHash = Next(),
                TokenizerHash = Next(),
                TemplateHash = Next(),
            };
        ComparedSide Side(ComparedSide side) =>
            side with
            {
                Folder = Next(),
                Key = Next(),
                Model = Model(side.Model),
                Settings = side.Settings with { Source = Next(), TestIds = Next() },
                OnlyHere = [Next()],
            };
        SelectedIntervention Selected(SelectedIntervention selected, bool found) =>
            selected with
            {
                Source = Next(),
                Verdict = found ? SelectionVerdict.Passed : SelectionVerdict.NoOnset,
                Intervention = found ? AblationKind.Affine : null,
            };
        ComparedLanguage Language(ComparedLanguage language, bool explained) =>
            language with
            {
                Mechanism = explained ? language.Mechanism : null,
            };
        return report with
        {
            ProductVersion = Next(),
            Command = Next(),
            Judge = Next(),
            Suite = new ReportSuite { Name = Next(), Hash = Next() },
            A = Side(report.A),
            B = Side(report.B),
            Differences = [.. Enumerable.Range(0, 20).Select(_ => new SettingDifference(Next(), Next(), Next()))],
            Source = Name(report.Source),
            Intervention = report.Intervention with
            {
                A = Selected(report.Intervention.A, found: true),
                B = Selected(report.Intervention.B, found: false),
            },
            Languages = report
                .Languages.Index()
                .ToDictionary(pair => Name(pair.Item.Key), pair => Language(pair.Item.Value, pair.Index % 2 == 0)),
            Checks =
            [
                .. report.Checks.Select(check =>
                    check with
                    {
                        Language = check.Language is null ? null : Name(check.Language),
                        From = check.From is null ? null : Next(),
                        To = check.To is null ? null : Next(),
                        Message = Next(),
                    }
                ),
            ],
            Doubts = [.. Enumerable.Range(0, 5).Select(_ => Next())],
        };
    }
}
