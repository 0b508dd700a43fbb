using Refrain.Measurement;
using Refrain.Reports;
using Refrain.Runs;

namespace Refrain.Tests.Reports;

public class AgreementReportTests
{
    private const string Hostile = "<script>alert(1)</script> | [x](javascript:1)\u202E";

    [Fact]
    public void Pairs_of_judges_are_in_every_rendering_and_hostile_names_do_nothing()
    {
        var report = WithPairs();
        var files = ReportWriter.Render(report).ToDictionary(file => file.Name, file => file.Text);
        string html = files["report.html"],
            markdown = files["report.md"];
        Assert.Contains("<h2 id=\"agreement-title\">How far judges agree</h2>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains(
            "<td class=\"number\">92%</td><td class=\"number\">85–96%</td><td "
                + "class=\"number\">0.83</td><td class=\"number\">0.70 … 0.93</td>",
            html,
            StringComparison.Ordinal
        );
        string row = markdown.Split('\n').Single(line => line.Contains("| all |", StringComparison.Ordinal));
        Assert.EndsWith("| all | 100 | 3 | 92% | 85–96% | 0.83 | 0.70 … 0.93 |", row, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", row, StringComparison.Ordinal);
        Assert.Contains("\\[x\\]", row, StringComparison.Ordinal);
        Assert.Contains("| Korean (ko) | 10 | 10 | — | — | — | — |", markdown, StringComparison.Ordinal);
        Assert.Equal(files["report.json"], ReportJson.Write(ReportJson.Read(files["report.json"], "report.json")));
    }

    [Fact]
    public void A_report_of_one_judge_has_no_such_section()
    {
        var files = ReportWriter.Render(ReportFixtures.Affine());
        Assert.All(files, file => Assert.DoesNotContain("judges agree", file.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(files, file =>
            file.Text.Contains("\"pairs\"", StringComparison.Ordinal)
            && file.Name == "report.json"
            && file.Text.Contains("both_refusal", StringComparison.Ordinal)
        );
    }

    private static AuditReport WithPairs() =>
        ReportFixtures.Affine() with
        {
            Judge = ReportFixtures.Affine().Judge with
            {
                Pairs =
                [
                    new JudgePairReport
                    {
                        First = "wildguard (m)",
                        Second = Hostile,
                        Groups =
                        [
                            new JudgePairGroup
                            {
                                N = 100,
                                Unjudged = 3,
                                BothRefusal = 40,
                                FirstOnly = 5,
                                SecondOnly = 3,
                                Neither = 49,
                                Agreement = 0.92,
                                AgreementLow = 0.85,
                                AgreementHigh = 0.96,
                                Kappa = 0.83,
                                KappaLow = 0.7,
                                KappaHigh = 0.93,
                            },
                            new JudgePairGroup
                            {
                                Language = "ko",
                                N = 10,
                                Unjudged = 10,
                            },
                            new JudgePairGroup
                            {
                                Language = "ko",
                                Condition = "baseline",
                                N = 10,
                                Unjudged = 10,
                            },
                        ],
                    },
                ],
            },
        };
}
