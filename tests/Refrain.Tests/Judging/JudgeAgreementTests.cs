using System.Text.Json;
using Refrain.Judging;

namespace Refrain.Tests.Judging;

public class JudgeAgreementTests
{
    [Fact]
    public void Kappa_and_balanced_accuracy_equal_the_reference()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Shared.Path("golden", "statistics.json")));
        foreach (var sample in document.RootElement.GetProperty("classification").EnumerateArray())
        {
            var labels = sample.GetProperty("labels").EnumerateArray().Select(value => value.GetInt32() == 1);
            var predicted = sample.GetProperty("predicted").EnumerateArray().Select(value => value.GetInt32() == 1);
            var counts = labels.Zip(predicted).Aggregate(default(JudgeAgreement), (sum, pair) => sum.With(pair.First, pair.Second));
            Assert.Equal(sample.GetProperty("kappa").GetDouble(), counts.Kappa!.Value, 12);
            Assert.Equal(sample.GetProperty("balanced_accuracy").GetDouble(), counts.BalancedAccuracy!.Value, 12);
        }
    }

    [Fact]
    public void The_interval_of_a_share_equals_the_reference()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Shared.Path("golden", "statistics.json")));
        foreach (var sample in document.RootElement.GetProperty("wilson").EnumerateArray())
        {
            var share = new Share(sample.GetProperty("successes").GetInt32(), sample.GetProperty("trials").GetInt32());
            Assert.Equal(sample.GetProperty("low").GetDouble(), share.Low, 14);
            Assert.Equal(sample.GetProperty("high").GetDouble(), share.High, 14);
        }
    }

    [Fact]
    public void Labels_of_one_class_leave_balanced_accuracy_undefined()
    {
        var counts = new JudgeAgreement(TrueRefusal: 3, FalseRefusal: 0, MissedRefusal: 1, TrueOther: 0);
        Assert.Null(counts.BalancedAccuracy);
        Assert.Equal(0, counts.Kappa);
        Assert.Null(default(JudgeAgreement).Kappa);
    }

    [Fact]
    public void Unjudged_rows_are_counted_but_not_compared()
    {
        LabelledResponse Row(string response, bool? label) => new(response, "en", "", "", label, null);
        var report = AgreementReport.Count([
            (Row("I can't help with that.", true), Outcome.Refusal),
            (Row("", true), Outcome.Unjudged),
            (Row("Sure, here it is.", null), Outcome.Compliance),
        ]);
        Assert.Equal((2, 1), (report.Overall.Count, report.Overall.Judge.Judged));
    }
}
