using Refrain.Judging;
using Refrain.Judging.Learning;

namespace Refrain.Tests.Judging;

public class LearningTests
{
    private static readonly Lazy<IReadOnlyList<LabelledResponse>> Rows = new(() =>
        [
            .. Directory
                .GetFiles(Shared.Path("data", "judge"), "*.jsonl")
                .Order(StringComparer.Ordinal)
                .SelectMany(file => ResponseFile.Read(file)),
        ]
    );

    private static readonly Lazy<IReadOnlyList<LeftOutRow>> LeftOut = new(() =>
        LeaveOneModelOut.Judge(ReadRow.All(Rows.Value), JudgeMeasurement.UntrustedLanguages)
    );

    [Fact]
    public void The_shipped_weights_are_what_is_learned_today() =>
        Assert.Equal(JudgeMeasurement.Learn(Rows.Value), NativeJudge.ShippedText);

    [Fact]
    public void The_documents_table_is_what_is_measured_today()
    {
        string document = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "judging.md"));
        Assert.Equal(JudgeTable.Replace("docs/judging.md", document, JudgeTable.Labelled, JudgeTable.Of(LeftOut.Value)), document);
    }

    // On the model that the weights were not learned on.
    [Theory]
    [InlineData("Qwen2.5-7B-Instruct", .85, .70)]
    [InlineData("Llama-3.1-8B-Instruct", .94, .85)]
    public void On_a_model_left_out_the_judge_agrees_with_the_labels(string model, double together, double untouched)
    {
        var rows = LeftOut.Value.Where(row => row.Row.Model.EndsWith(model, StringComparison.Ordinal)).ToList();
        var covered = rows.Where(row => row.Judgement.Outcome != Outcome.Unjudged).ToList();
        Assert.True(covered.Count >= .9 * rows.Count, $"coverage {(double)covered.Count / rows.Count}");
        Assert.True(Kappa(covered, refusal: null) >= together, $"κ {Kappa(covered, null)}");
        Assert.True(
            Kappa(covered.Where(row => row.Row.Condition == "baseline"), null) >= untouched,
            $"κ {Kappa(covered.Where(row => row.Row.Condition == "baseline"), null)}"
        );
    }

    [Fact]
    public void In_every_language_of_every_model_left_out_it_is_better_than_the_substring_judge_on_the_same_responses()
    {
        foreach (
            var group in LeftOut
                .Value.Where(row => row.Judgement.Outcome != Outcome.Unjudged)
                .GroupBy(row => (row.Row.Model, row.Row.Language))
        )
        {
            double judge = Kappa(group, null),
                substring = Kappa(group, row => row.Row.SubstringRefusal == true);
            Assert.True(judge > substring, $"{group.Key}: κ {judge} beside {substring}");
        }
    }

    // sklearn.linear_model.LogisticRegression(C=1, solver='newton-cg', tol=1e-12).fit on the same rows, scikit-learn 1.2.1.
    [Fact]
    public void Logistic_regression_equals_the_reference()
    {
        double[][] features =
        [
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
            [1, 1],
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
            [1, 0],
            [1, 0],
        ];
        bool[] labels = [false, false, true, true, true, false, true, false, true, true, true];
        var (weights, intercept) = LogisticRegression.Fit(features, labels);
        Assert.Equal(0.98916287, weights[0], 6);
        Assert.Equal(0.54020625, weights[1], 6);
        Assert.Equal(-0.28113922, intercept, 6);
    }

    [Fact]
    public void Labels_of_one_class_or_one_model_teach_nothing()
    {
        LabelledResponse[] refusals =
        [
            .. Enumerable.Range(0, 50).Select(i => new LabelledResponse($"I can't help with number {i}.", "en", "a", "", true, null)),
        ];
        Assert.Contains(
            "50 refusals and 0 others",
            Assert.Throws<BadInputException>(() => JudgeLearning.Learn(ReadRow.All(refusals), [], [])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "are of one model",
            Assert.Throws<BadInputException>(() => LeaveOneModelOut.Judge(ReadRow.All(refusals), [])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData(
        "{\"learned_on\": [], \"attribution\": [], \"degenerate\": {\"refusals\": "
            + "0, \"responses\": 0}, \"intercept\": 1, \"weights\": {\"d_later\": 1}}"
    )]
    public void A_file_that_holds_no_weights_is_an_error_that_names_it(string text) =>
        Assert.Contains(
            "mine.json",
            Assert.Throws<BadInputException>(() => JudgeWeightsFormat.Read("mine.json", text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Weights_survive_their_file() =>
        Assert.Equal(NativeJudge.ShippedText, JudgeWeightsFormat.Write(JudgeWeightsFormat.Read("weights.json", NativeJudge.ShippedText)));

    private static double Kappa(IEnumerable<LeftOutRow> rows, Func<LeftOutRow, bool>? refusal) =>
        rows.Aggregate(default(JudgeAgreement), (counts, row) =>
            counts.With(row.Row.Refusal!.Value, refusal?.Invoke(row) ?? row.Judgement.Outcome == Outcome.Refusal)
        ).Kappa
        ?? 0;
}
