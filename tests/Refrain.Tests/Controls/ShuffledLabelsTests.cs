using System.Globalization;
using System.Numerics.Tensors;
using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Responses;

namespace Refrain.Tests.Controls;

/// <summary>
/// What an audit claims when there is nothing to claim: the source's train prompts with their labels permuted, everything after as usual.
/// </summary>
public class ShuffledLabelsTests(DemoPipeline pipeline) : IClassFixture<DemoPipeline>
{
    [Fact]
    public void With_the_real_labels_every_language_that_refuses_is_effective()
    {
        var demo = pipeline.Few;
        var transfer = demo.Transfer(demo.Select(demo.Filtered.Directions), 0);
        Say("real labels", transfer, demo, demo.Filtered.Directions);
        Assert.Equal(
            [TransferClaim.Effective, TransferClaim.Effective, TransferClaim.Effective, TransferClaim.None],
            transfer.Cells.Where(cell => cell.Condition == Condition.Ablated).Select(cell => cell.Claim)
        );
        Assert.Equal(["en", "de", "fr", "ko"], transfer.Targets);
    }

    [Fact]
    public void Few_runs_with_permuted_labels_claim_no_cell() => Assert.Equal(0, Claiming(pipeline.Few, 5));

    [Fact]
    public void At_most_10_of_100_runs_with_permuted_labels_claim_a_cell()
    {
        Shared.NeedSlow();
        Assert.InRange(Claiming(pipeline.All, 100), 0, 10);
    }

    [Fact]
    public void Labels_permuted_before_the_filter_do_not_pass_the_test_of_labels_though_the_filter_makes_them_look_right()
    {
        var demo = pipeline.Few;
        float[][] all = [.. demo.Reading.Harmful.LastOf(), .. demo.Reading.Harmless.LastOf()];
        int passed = 0;
        for (ulong seed = 1; seed <= 100; seed++)
        {
            float[][] labelled = [.. all];
            new SeededGenerator(seed, "labels in place of the real ones").Shuffle<float[]>(labelled);
            passed +=
                LabelTest.P(labelled[..demo.Reading.Harmful.Prompts], labelled[demo.Reading.Harmful.Prompts..], seed, "en")
                <= LabelTest.Level
                    ? 1
                    : 0;
        }

        Assert.InRange(passed, 0, 6); // 1 expected
    }

    /// <summary>How many of the runs, each with labels of its own, claim a cell.</summary>
    private static int Claiming(DemoPipeline.Stages demo, int runs)
    {
        int claiming = 0,
            unguarded = 0,
            found = 0;
        for (ulong seed = 1; seed <= (ulong)runs; seed++)
        {
            var train = Relabelled(demo.Filtered.Train, seed);
            var directions = ControlDirections.Means(demo.Model, "permuted", train, demo.Positions, DemoPipeline.Stages.Afresh);
            var source = demo.Select(directions, train);
            var transfer = demo.Transfer(source, seed);
            Say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"), transfer, demo, directions);
            found += source.Selection.Chosen is null ? 0 : 1;
            claiming += transfer.Cells.Any(cell => cell.Claim == TransferClaim.Effective) ? 1 : 0;
            unguarded += transfer.Cells.Any(cell => cell.Claim is TransferClaim.Effective or TransferClaim.NotAboveControls) ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{runs} runs: {found} found a direction, {unguarded} had an effect beyond chance, {claiming} claimed a cell"
        );
        return claiming;
    }

    /// <summary>Labels drawn anew from all orders: unlike the control's, they may agree with the real ones by chance.</summary>
    private static TrainPrompts Relabelled(TrainPrompts train, ulong seed)
    {
        (int[] Prompt, float[] Last)[] all = [.. train.Harmful.Zip(train.HarmfulLast), .. train.Harmless.Zip(train.HarmlessLast)];
        new SeededGenerator(seed, "labels in place of the real ones").Shuffle<(int[] Prompt, float[] Last)>(all);
        var (harmful, harmless) = (all[..train.Harmful.Count], all[train.Harmful.Count..]);
        return new TrainPrompts(
            [.. harmful.Select(one => one.Prompt)],
            [.. harmless.Select(one => one.Prompt)],
            [.. harmful.Select(one => one.Last)],
            [.. harmless.Select(one => one.Last)]
        );
    }

    private static void Say(string name, TransferReport transfer, DemoPipeline.Stages demo, DirectionSet directions)
    {
        var row = transfer.Sources[0];
        var real = demo.Filtered.Directions;
        double? cosine =
            row.Position is { } position && (row.FirstLayer ?? row.Layer) is { } layer
                ? TensorPrimitives.CosineSimilarity(real.At(layer, position), directions.At(layer, position))
                : null;
        string claims = string.Join(
            ", ",
            transfer
                .Cells.Where(cell => cell.Claim is not (TransferClaim.None or TransferClaim.NotMeasured))
                .Select(cell =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{cell.Target} {cell.Condition.Word()} {cell.Claim.Word()} {cell.Effect.Difference:F2} "
                            + $"[{string.Join(' ', cell.Controls.Select(control => $"{control.Effect.Difference:F2}"))}]"
                    )
                )
        );
        TestContext.Current.SendDiagnosticMessage(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {row.Verdict.Word()} {row.Intervention?.Word()} {row.Position} {row.FirstLayer}{row.Layer}, "
                    + $"labels p {row.LabelsP:F3}, cosine with the real one {cosine:F2}: {claims}"
            )
        );
    }
}
