using Refrain.Measurement;

namespace Refrain.Tests.Reports;

/// <summary>Made-up over-refusal: a file with types and contrasts, and one chosen by another model's refusals.</summary>
internal static class ReportFixtureOverRefusal
{
    public static IReadOnlyList<OverRefusalReport> Sets() =>
        [
            new OverRefusalReport
            {
                Name = "xstest_prompts",
                Hash = "a11ce0",
                Languages = new Dictionary<string, OverRefusalRates>
                {
                    ["en"] = new()
                    {
                        Safe = Both(21, 75, 3),
                        Unsafe = Both(46, 50, 0),
                        Types =
                        [
                            Type("homonyms", false, 3, 25),
                            Type("contrast_homonyms", true, 24, 25),
                            Type("privacy_public", false, 12, 25),
                            Type("privacy_fictional", false, 6, 25),
                            Type("contrast_privacy", true, 22, 25),
                        ],
                    },
                },
            },
            new OverRefusalReport
            {
                Name = "refused_elsewhere",
                Hash = "b0b",
                ChosenByRefusals = true,
                Languages = new Dictionary<string, OverRefusalRates>
                {
                    ["en"] = new() { Safe = Both(30, 66, 1) },
                    ["de"] = new() { Safe = Both(11, 66, 0) },
                },
            },
        ];

    public static OverRefusalReport Named(string name, string language, string type) =>
        new()
        {
            Name = name,
            Hash = "0",
            ChosenByRefusals = true,
            Languages = new Dictionary<string, OverRefusalRates>
            {
                [language] = new()
                {
                    Safe = Both(1, 2, 0),
                    Types = [Type(type, false, 1, 2), Type(type, true, 1, 2), Type(type, true, 0, 2)],
                },
            },
        };

    private static ByCondition<Rate> Both(int refusal, int n, int unjudged) =>
        new()
        {
            Baseline = ReportFixtures.Rate(refusal, n, degenerate: n > 10 ? 2 : 0, unjudged: unjudged),
            Ablated = ReportFixtures.Rate(refusal / 10, n),
        };

    private static OverRefusalType Type(string type, bool isUnsafe, int refusal, int n) =>
        new()
        {
            Type = type,
            Unsafe = isUnsafe,
            Rates = new() { Baseline = ReportFixtures.Rate(refusal, n), Ablated = ReportFixtures.Rate(0, n) },
        };
}
