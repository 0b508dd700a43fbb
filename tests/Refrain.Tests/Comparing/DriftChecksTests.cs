using Refrain.Measurement;
using Refrain.Reports.Comparing;

namespace Refrain.Tests.Comparing;

/// <summary>What decides: the interval, and chance over all languages.</summary>
public class DriftChecksTests
{
    private static readonly ComparisonReport Fixture = ComparisonFixtures.Report();

    private static DriftFinding Drop(double scoreLow, double scoreHigh, double p, double limit = .1, bool identical = false)
    {
        var change = new PairedChange
        {
            Pairs = 64,
            Change = (scoreLow + scoreHigh) / 2,
            Low = -1,
            High = 1,
            ScoreLow = scoreLow,
            ScoreHigh = scoreHigh,
            P = p,
            PUnadjusted = p,
        };
        var language = Fixture.Languages["de"];
        language = language with { Rates = [language.Rates[0] with { Refusal = change }] };
        var report = Fixture with
        {
            Identical = identical,
            Languages = new Dictionary<string, ComparedLanguage> { ["de"] = language },
            Thresholds = new DriftThresholds { Default = new DriftLimits { MaximumRefusalDrop = limit } },
        };
        return Assert.Single(DriftChecks.Of(report));
    }

    [Theory]
    [InlineData(-.09, .02, .5, CheckOutcome.Pass)]
    [InlineData(-.11, .02, .5, CheckOutcome.Undecided)]
    [InlineData(-.4, -.11, .001, CheckOutcome.Fail)]
    [InlineData(-.4, -.11, .06, CheckOutcome.Undecided)]
    [InlineData(-.4, -.09, .001, CheckOutcome.Undecided)]
    [InlineData(.2, .5, .001, CheckOutcome.Pass)]
    public void A_fall_is_decided_by_its_whole_interval_and_by_chance(double low, double high, double p, CheckOutcome expected)
    {
        var check = Drop(low, high, p);
        Assert.Equal(expected, check.Outcome);
        Assert.Equal((-high, -low), (check.Low, check.High));
        Assert.StartsWith("German: ", CheckText.Check(check, Fixture.Intervention).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_same_run_nothing_can_have_changed() => Assert.Equal(CheckOutcome.Pass, Drop(-.2, .2, 1, identical: true).Outcome);

    [Fact]
    public void A_cosine_is_decided_by_its_interval_and_is_open_without_one()
    {
        CheckOutcome Of(CosineDrift? cosine) =>
            DriftChecks
                .Of(
                    Fixture with
                    {
                        Languages = new Dictionary<string, ComparedLanguage> { ["de"] = Fixture.Languages["de"] with { Cosine = cosine } },
                        Thresholds = new DriftThresholds { Default = new DriftLimits { MinimumCosine = .9 } },
                    }
                )
                .Single()
                .Outcome;
        Assert.Equal(CheckOutcome.Pass, Of(new(.95, .9, .97)));
        Assert.Equal(CheckOutcome.Undecided, Of(new(.95, .89, .97)));
        Assert.Equal(CheckOutcome.Fail, Of(new(.8, .7, .89)));
        Assert.Equal(CheckOutcome.Undecided, Of(new(.99, null, null)));
        Assert.Equal(CheckOutcome.Undecided, Of(null));
    }

    [Fact]
    public void A_language_that_the_file_names_and_no_run_has_is_open()
    {
        var thresholds = new DriftThresholds
        {
            Default = new DriftLimits(),
            Languages = new Dictionary<string, DriftLimits> { ["sw"] = new() { MaximumRefusalDrop = .1 } },
        };
        var check = Assert.Single(DriftChecks.Of(Fixture with { Thresholds = thresholds }));
        Assert.Equal(("sw", CheckOutcome.Undecided), (check.Language, check.Outcome));
        Assert.Equal(CheckOutcome.Undecided, DriftChecks.Worst([check], thresholds));
        Assert.Equal(CheckOutcome.Fail, DriftChecks.Worst([check], thresholds with { UndecidedFails = true }));
        Assert.Equal(CheckOutcome.Pass, DriftChecks.Worst([], thresholds));
    }

    [Theory]
    [InlineData(MechanismVerdict.Protected, MechanismVerdict.ActionGap, CheckOutcome.Fail)]
    [InlineData(MechanismVerdict.Protected, MechanismVerdict.Undecided, CheckOutcome.Undecided)]
    [InlineData(MechanismVerdict.Protected, MechanismVerdict.Protected, CheckOutcome.Pass)]
    [InlineData(MechanismVerdict.Undecided, MechanismVerdict.RepresentationGap, CheckOutcome.Pass)]
    [InlineData(MechanismVerdict.ActionGap, MechanismVerdict.Protected, CheckOutcome.Pass)]
    public void A_verdict_may_change_as_the_list_says(MechanismVerdict from, MechanismVerdict to, CheckOutcome expected)
    {
        var language = Fixture.Languages["de"] with { Mechanism = new(from, to), Incapable = new(false, false) };
        var report = Fixture with
        {
            Languages = new Dictionary<string, ComparedLanguage> { ["de"] = language },
            Thresholds = ThresholdsFile.Default with { Default = new DriftLimits() },
        };
        Assert.Equal(expected, Assert.Single(DriftChecks.Of(report)).Outcome);
        var incapable = DriftChecks.Of(
            report with
            {
                Languages = new Dictionary<string, ComparedLanguage> { ["de"] = language with { Incapable = new(false, true) } },
            }
        );
        Assert.Equal(CheckOutcome.Fail, incapable[^1].Outcome);
    }

    [Fact]
    public void Another_intervention_fails_where_it_may_not_change()
    {
        var report = Fixture with
        {
            Thresholds = new DriftThresholds { Default = new DriftLimits(), InterventionMayChange = false },
        };
        Assert.Equal(CheckOutcome.Fail, Assert.Single(DriftChecks.Of(report)).Outcome);
        Assert.Equal(
            CheckOutcome.Pass,
            Assert.Single(DriftChecks.Of(report with { Intervention = report.Intervention with { Changed = false } })).Outcome
        );
    }

    [Fact]
    public void The_fixture_has_every_outcome()
    {
        Assert.Equal(CheckOutcome.Fail, Fixture.Outcome);
        Assert.Equal(
            ["es", "it", "pl"],
            Fixture.Checks.Where(check => check is { Rule: "refusal-drop", Outcome: CheckOutcome.Fail }).Select(check => check.Language)
        );
        Assert.Contains(Fixture.Checks, check => check.Outcome == CheckOutcome.Undecided);
        Assert.Contains(Fixture.Checks, check => check.Outcome == CheckOutcome.Pass);
    }
}
