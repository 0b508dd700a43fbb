using Refrain.Audits;
using Refrain.Ground.Statistics;
using Refrain.Measurement;
using Refrain.Reports.Comparing;

namespace Refrain.Comparisons;

/// <summary>Makes the report of two runs.</summary>
internal static class ComparisonBuilding
{
    public static ComparisonReport Build(ComparedRun a, ComparedRun b, DriftThresholds thresholds, string command)
    {
        var answers = new PairedAnswers(a.Answers, b.Answers);
        string[] codes = [.. ComparedPair.Languages(a.Report, b.Report)];
        var rates = RateDrift.Of(answers, codes, a.Report.Settings.Seed);
        if (rates.Values.All(list => list.Count == 0))
        {
            throw new BadInputException(
                BadInputException.Show(b.Named),
                $"has no test prompt that {BadInputException.Show(a.Named)} has",
                "the same test ids",
                "Audit both with the same --test-ids."
            );
        }

        var source = Streams(a, b, a.Report.Settings.Source);
        var languages = new Dictionary<string, ComparedLanguage>();
        foreach (string code in codes)
        {
            var language = Language(a.Report, b.Report, code, rates[code], answers);
            var own = code == a.Report.Settings.Source ? source : Streams(a, b, code);
            languages[code] =
                own is null || source is null
                    ? language
                    : DirectionDrift.Add(language, own, source, a.Position, a.Layer, a.Report.Settings.Seed);
        }

        var report = new ComparisonReport
        {
            ProductVersion = Ground.ProductVersion.Text,
            Command = command,
            A = Side(a, b),
            B = Side(b, a),
            Suite = a.Report.Suite,
            Judge = $"{a.Report.Judge.Name}, version {a.Report.Judge.Version}",
            Identical =
                a.Manifest.Key == b.Manifest.Key
                && languages.Values.All(language =>
                    language.Rates.All(rate => rate.Refusal is { OnlyA: 0, OnlyB: 0 } && rate.Degenerate is { OnlyA: 0, OnlyB: 0 })
                ),
            Differences = ComparedPair.Differences(a, b),
            Source = a.Report.Settings.Source,
            Position = a.Position,
            Layer = a.Layer,
            Intervention = InterventionBuilding.Of(a.Report, b.Report, Filtered(a, b)),
            Languages = languages,
            Thresholds = thresholds,
        };
        var checks = CheckText.Written(DriftChecks.Of(report), report.Intervention);
        return report with { Checks = checks, Outcome = DriftChecks.Worst(checks, thresholds), Doubts = ComparedPair.Doubts(report) };
    }

    private static ComparedLanguage Language(
        AuditReport a,
        AuditReport b,
        string code,
        IReadOnlyList<ComparedRate> rates,
        PairedAnswers answers
    )
    {
        var (first, second) = (a.Languages[code], b.Languages[code]);
        bool same = ScoreDrift.SameTokens(a, b, code),
            explained = first.Mechanism is not null && second.Mechanism is not null;
        return new ComparedLanguage
        {
            Verdict = new(first.Verdict, second.Verdict),
            Mechanism = explained ? new(first.Mechanism!.Verdict, second.Mechanism!.Verdict) : null,
            Incapable = explained ? new(first.Mechanism!.Incapable, second.Mechanism!.Incapable) : null,
            Rates = rates,
            SameOnsetTokens = same,
            Scores = same ? ScoreDrift.Of(answers, code, a.Settings.Seed) : [],
        };
    }

    private static ComparedSide Side(ComparedRun run, ComparedRun other) =>
        new()
        {
            Folder = run.Named,
            Key = run.Manifest.Key,
            Model = run.Report.Model,
            Settings = run.Report.Settings,
            OnlyHere = [.. run.Report.Languages.Keys.Where(code => !other.Report.Languages.ContainsKey(code))],
        };

    /// <summary>Null where a run has no direction of the language, or not at the same number of positions.</summary>
    private static LanguageStreams? Streams(ComparedRun a, ComparedRun b, string language) =>
        a.Means(language) is { } first
        && b.Means(language) is { } second
        && first.Positions == second.Positions
        && first.Hidden == second.Hidden
            ? new LanguageStreams(first, second, a.Prompts(language, a.Position, first), b.Prompts(language, a.Position, second))
            : null;

    private static IReadOnlyList<double?> Filtered(ComparedRun a, ComparedRun b) =>
        a.Report.Settings.Source == b.Report.Settings.Source
        && a.Filtered is { } first
        && b.Filtered is { } second
        && first.Positions == second.Positions
        && first.Hidden == second.Hidden
            ?
            [
                .. Enumerable
                    .Range(0, first.Layers)
                    .Select(layer => Finite.OrNull(Cosine.Of(first.Direction(layer, a.Position), second.Direction(layer, a.Position)))),
            ]
            : [];
}
