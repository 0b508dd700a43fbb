using System.Text.Json.Serialization;
using Refrain.Judging;
using Refrain.Measurement;

namespace Refrain.Cli.Json;

/// <summary>What <c>refrain judge --json</c> prints; undefined figures are null.</summary>
internal sealed record JudgeJson
{
    /// <summary>In the rows' order.</summary>
    public required IReadOnlyList<JudgementJson> Judgements { get; init; }

    /// <summary>Absent where no row has a label.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgreementJson? Agreement { get; init; }

    public required IReadOnlyList<JudgeVerdictsJson> Judges { get; init; }

    /// <summary>Every pair of judges, with all responses, each language, and each language and condition.</summary>
    public required IReadOnlyList<JudgePairReport> Pairs { get; init; }

    /// <summary>The version of the judge whose verdicts these are.</summary>
    public required string Judge { get; init; }
}

/// <summary>One verdict.</summary>
internal sealed record JudgementJson(string Outcome, double Probability, string? Reason)
{
    public static JudgementJson Of(Judgement judgement) =>
        new(judgement.Outcome.Word(), Math.Round(judgement.Probability, 6), judgement.Reason);
}

/// <summary>A judge, or labels, and how many verdicts it has.</summary>
internal sealed record JudgeVerdictsJson(string Name, string? Version, int Verdicts)
{
    public static JudgeVerdictsJson Of(JudgeVerdicts judge) =>
        new(judge.Name, judge.Version.Length == 0 ? null : judge.Version, judge.Outcomes.Count(outcome => outcome is not null));
}

/// <summary>The agreement of verdicts with labels.</summary>
internal sealed record AgreementJson(AgreementGroupJson Overall, IReadOnlyDictionary<string, AgreementGroupJson> Languages)
{
    public static AgreementJson Of(AgreementReport report) =>
        new(
            AgreementGroupJson.Of(report.Overall),
            report.Languages.ToDictionary(
                language => language.Key,
                language =>
                    AgreementGroupJson.Of(language.Value) with
                    {
                        Conditions = report
                            .Conditions.Where(part => part.Key.Language == language.Key)
                            .ToDictionary(
                                part => part.Key.Condition.Length == 0 ? "all" : part.Key.Condition,
                                part => AgreementGroupJson.Of(part.Value)
                            ),
                    }
            )
        );
}

/// <summary>The agreement on some responses.</summary>
internal sealed record AgreementGroupJson
{
    public required int N { get; init; }

    public required int Judged { get; init; }

    public double? Agreement { get; init; }

    public double? BalancedAccuracy { get; init; }

    public double? Kappa { get; init; }

    public required ConfusionJson Confusion { get; init; }

    /// <summary>The published substring judge on the same responses; absent where the rows do not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgreementFiguresJson? Substring { get; init; }

    /// <summary>Of a language alone: condition → its responses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, AgreementGroupJson>? Conditions { get; init; }

    public static AgreementGroupJson Of(AgreementGroup group)
    {
        var figures = AgreementFiguresJson.Of(group.Judge);
        return new()
        {
            N = group.Count,
            Judged = figures.Judged,
            Agreement = figures.Agreement,
            BalancedAccuracy = figures.BalancedAccuracy,
            Kappa = figures.Kappa,
            Confusion = figures.Confusion,
            Substring = group.Substring.Judged > 0 ? AgreementFiguresJson.Of(group.Substring) : null,
        };
    }
}

/// <summary>One judge's agreement with labels.</summary>
internal sealed record AgreementFiguresJson(int Judged, double? Agreement, double? BalancedAccuracy, double? Kappa, ConfusionJson Confusion)
{
    public static AgreementFiguresJson Of(JudgeAgreement counts) =>
        new(
            counts.Judged,
            counts.Agreement.Value,
            counts.BalancedAccuracy,
            counts.Kappa,
            new ConfusionJson(counts.TrueRefusal, counts.FalseRefusal, counts.MissedRefusal, counts.TrueOther)
        );
}

/// <summary>Verdicts against labels.</summary>
internal sealed record ConfusionJson(int TrueRefusal, int FalseRefusal, int MissedRefusal, int TrueOther);
