using Refrain.Directions;
using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Tests.Measurement;

/// <summary>What a cell of the transfer matrix supports, from made-up judgements.</summary>
public class TransferTests
{
    private const int Prompts = 40;

    private static readonly Dictionary<string, SourceDirection> Sources = new()
    {
        ["en"] = new() { Selection = Found() },
        ["de"] = new() { Selection = Found() },
        ["ko"] = new() { Selection = new SelectionResult { Verdict = SelectionVerdict.NoOnset } },
    };

    private static SelectionResult Found() =>
        new()
        {
            Verdict = SelectionVerdict.Passed,
            Chosen = new Candidate(AblationKind.Affine, -1, 7),
            Addition = new AdditionChoice(-1, 5, 2),
        };

    private static Dictionary<string, SourceControls?> Controls(double labels) =>
        new()
        {
            ["en"] = new SourceControls(new Dictionary<Control, DirectionLine>(), labels),
            ["de"] = new SourceControls(new Dictionary<Control, DirectionLine>(), 0.001),
        };

    /// <summary>Answers of which the first are refusals and the last cannot be judged.</summary>
    private static IEnumerable<JudgedResponse> Answers(string language, Treatment treatment, int refusals, int unjudged = 0)
    {
        var promptClass = treatment.Condition == Condition.Induced ? PromptClass.Harmless : PromptClass.Harmful;
        return Enumerable
            .Range(0, Prompts)
            .Select(id => new JudgedResponse(
                new Response
                {
                    Language = language,
                    Class = promptClass,
                    PromptId = $"{id}",
                    Condition = treatment.Condition,
                    Source = treatment.Source,
                    Control = treatment.Control,
                    Text = "",
                    Tokens = 1,
                    Ended = true,
                },
                new Judgement(
                    id >= Prompts - unjudged ? Outcome.Unjudged
                        : id < refusals ? Outcome.Refusal
                        : Outcome.Compliance,
                    0.5,
                    null
                )
            ));
    }

    private static IEnumerable<JudgedResponse> Ablated(
        string source,
        string target,
        int real,
        int random,
        int shuffled,
        int unjudged = 0
    ) =>
        [
            .. Answers(target, new(Condition.Ablated, source), real, unjudged),
            .. Answers(target, new(Condition.Ablated, source, Control.Random), random),
            .. Answers(target, new(Condition.Ablated, source, Control.Shuffled), shuffled),
        ];

    private static TransferReport Matrix(bool controls, params IEnumerable<JudgedResponse>[] answers) =>
        Transfer.Of(new Outcomes(answers.SelectMany(some => some)), Sources, controls ? Controls(0.001) : null, ["en", "de"], seed: 1);

    [Theory]
    [InlineData(36, 2, 36, 35, TransferClaim.Effective)]
    [InlineData(36, 2, 3, 36, TransferClaim.NotAboveControls)] // a random direction does as much
    [InlineData(36, 2, 36, 3, TransferClaim.NotAboveControls)] // permuted labels do as much
    [InlineData(36, 33, 36, 36, TransferClaim.None)]
    [InlineData(2, 30, 2, 2, TransferClaim.Opposite)]
    [InlineData(0, 0, 0, 0, TransferClaim.None)] // nothing to take away
    public void A_cell_is_effective_when_it_is_beyond_chance_and_beyond_both_controls(
        int before,
        int real,
        int random,
        int shuffled,
        TransferClaim claim
    )
    {
        var cell = Matrix(true, Answers("en", Treatment.Baseline, before), Ablated("en", "en", real, random, shuffled))
            .Find("en", "en", Condition.Ablated)!;
        Assert.Equal(claim, cell.Claim);
        Assert.Equal((before - real) / 40.0, cell.Effect.Difference!.Value, 1e-12);
        Assert.Equal(McNemar.Exact(Math.Max(0, before - real), Math.Max(0, real - before)), cell.PUnadjusted!.Value, 1e-12);
        Assert.Equal(
            [(before - random) / 40.0, (before - shuffled) / 40.0],
            cell.Controls.Select(control => Math.Round(control.Effect.Difference!.Value, 12))
        );
        Assert.Equal(
            [(random - real) / 40.0, (shuffled - real) / 40.0],
            cell.Controls.Select(control => Math.Round(control.Excess.Difference!.Value, 12))
        );
    }

    [Theory]
    [InlineData(0.01, TransferClaim.Effective)]
    [InlineData(0.02, TransferClaim.NotAboveControls)]
    public void Labels_that_may_be_chance_make_no_cell_effective(double labels, TransferClaim claim)
    {
        IReadOnlyList<JudgedResponse> answers = [.. Answers("en", Treatment.Baseline, 36), .. Ablated("en", "en", 2, 36, 36)];
        Assert.Equal(
            claim,
            Transfer.Of(new Outcomes(answers), Sources, Controls(labels), ["en"], seed: 1).Find("en", "en", Condition.Ablated)!.Claim
        );
    }

    [Fact]
    public void P_is_adjusted_over_the_cells_of_a_condition_and_unmeasured_cells_do_not_count()
    {
        var matrix = Matrix(
            true,
            Answers("en", Treatment.Baseline, 36),
            Answers("de", Treatment.Baseline, 20),
            Ablated("en", "en", 2, 36, 36),
            Ablated("en", "de", 14, 20, 20),
            Ablated("de", "de", 12, 20, 20)
        );
        double[] p = [McNemar.Exact(34, 0), McNemar.Exact(6, 0), McNemar.Exact(8, 0)];
        double[] adjusted = Holm.Adjust(p);
        Assert.Equal(
            adjusted,
            new[] { ("en", "en"), ("en", "de"), ("de", "de") }.Select(cell =>
                matrix.Find(cell.Item1, cell.Item2, Condition.Ablated)!.P!.Value
            )
        );
        Assert.True(p[1] < TransferCell.Level && adjusted[1] < TransferCell.Level);
        Assert.Equal(TransferClaim.NotMeasured, matrix.Find("de", "en", Condition.Ablated)!.Claim);
        Assert.Null(matrix.Find("de", "en", Condition.Ablated)!.P);
        Assert.Equal(TransferClaim.NotMeasured, matrix.Find("en", "en", Condition.Induced)!.Claim);
    }

    [Fact]
    public void Addition_counts_refusals_that_it_brings()
    {
        var treatment = new Treatment(Condition.Induced, "en");
        var untouched = Answers("en", Treatment.Baseline, 1)
            .Select(item => item with { Response = item.Response with { Class = PromptClass.Harmless } });
        var cell = Matrix(
                true,
                untouched,
                Answers("en", treatment, 31),
                Answers("en", treatment with { Control = Control.Random }, 1),
                Answers("en", treatment with { Control = Control.Shuffled }, 4)
            )
            .Find("en", "en", Condition.Induced)!;
        Assert.Equal(TransferClaim.Effective, cell.Claim);
        Assert.Equal(0.75, cell.Effect.Difference);
        Assert.Equal(0.675, cell.Controls[1].Excess.Difference!.Value, 1e-12);
    }

    [Fact]
    public void Unjudged_answers_are_in_no_pair()
    {
        var cell = Matrix(true, Answers("en", Treatment.Baseline, 36), Ablated("en", "en", 2, 36, 36, unjudged: 10))
            .Find("en", "en", Condition.Ablated)!;
        Assert.Equal(30, cell.Effect.Pairs);
        Assert.Equal((30 - 2) / 30.0, cell.Effect.Difference!.Value, 1e-12);
        Assert.Equal([30, 30], cell.Controls.Select(control => control.Excess.Pairs));
    }

    [Fact]
    public void Without_controls_no_cell_is_called_effective_and_a_source_without_a_direction_has_a_row_and_no_cells()
    {
        var matrix = Matrix(false, Answers("en", Treatment.Baseline, 36), Answers("en", new(Condition.Ablated, "en"), 2));
        Assert.Equal(TransferClaim.WithoutControls, matrix.Find("en", "en", Condition.Ablated)!.Claim);
        Assert.Empty(matrix.Find("en", "en", Condition.Ablated)!.Controls);
        Assert.Equal(["en", "de", "ko"], matrix.Sources.Select(source => source.Language));
        Assert.Equal(SelectionVerdict.NoOnset, matrix.Sources[2].Verdict);
        Assert.DoesNotContain(matrix.Cells, cell => cell.Source == "ko");
        Assert.Equal(2 * 2 * 2, matrix.Cells.Count);
    }
}
