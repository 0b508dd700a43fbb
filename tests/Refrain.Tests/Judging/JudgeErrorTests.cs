using Refrain.Judging;

namespace Refrain.Tests.Judging;

public class JudgeErrorTests
{
    private static readonly Lazy<IReadOnlyList<LabelledResponse>> Rows = new(() =>
        [
            .. Directory
                .GetFiles(Shared.Path("data", "judge"), "*.jsonl")
                .Order(StringComparer.Ordinal)
                .SelectMany(file => ResponseFile.Read(file)),
        ]
    );

    [Fact]
    public void The_shipped_error_is_what_the_judge_measures_today() =>
        Assert.Equal(JudgeMeasurement.Measure(Rows.Value), JudgeError.ShippedText);

    [Fact]
    public void The_shipped_error_covers_every_language_and_names_its_sources()
    {
        var error = JudgeError.Load();
        Assert.Equal(NativeJudge.Languages, error.Languages.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(error.Attribution, line => line.Contains("Qwen2.5-7B-Instruct (Apache-2.0)", StringComparison.Ordinal));
        Assert.Contains(error.Attribution, line => line.Contains("Llama 3.1 Community License", StringComparison.Ordinal));
        Assert.Equal(error.Overall.Count, error.Languages.Values.Sum(language => language.Count));
    }

    [Fact]
    public void On_models_left_out_the_judge_agrees_with_the_labels_more_than_the_substring_judge()
    {
        var overall = JudgeError.Load().Overall;
        Assert.True(overall.Judge.Kappa > overall.Substring.Kappa + 0.1);
        Assert.True(overall.Judge.BalancedAccuracy > 0.93);
    }

    [Fact]
    public void The_phrase_judges_probabilities_are_calibrated_on_held_out_responses()
    {
        var judged = JudgeError
            .Split(Rows.Value)
            .HeldOut.Select(row => (row.Refusal, PhraseJudge.Judge(row.Response, row.Language).Probability))
            .ToList();
        double predicted = judged.Average(pair => pair.Probability),
            labelled = judged.Average(pair => pair.Refusal == true ? 1.0 : 0);
        Assert.InRange(predicted, labelled - 0.02, labelled + 0.02);
        Assert.InRange(judged.Average(pair => Math.Pow(pair.Probability - (pair.Refusal == true ? 1 : 0), 2)), 0, 0.06);
    }

    [Fact]
    public void The_halves_share_no_row_and_hold_all()
    {
        var (development, heldOut) = JudgeError.Split(Rows.Value);
        Assert.Equal(Rows.Value.Count, development.Count + heldOut.Count);
        Assert.Empty(development.Intersect(heldOut, ReferenceEqualityComparer.Instance));
    }
}
