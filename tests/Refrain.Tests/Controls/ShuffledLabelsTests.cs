using System.Globalization;
using System.Numerics.Tensors;
using Refrain.Directions;
using Refrain.Reports;

namespace Refrain.Tests.Controls;

/// <summary>What an audit claims when there is nothing to claim: the source's train prompts with their labels permuted, everything after as usual.</summary>
public class ShuffledLabelsTests(DemoPipeline pipeline) : IClassFixture<DemoPipeline>
{
    [Fact]
    public void With_the_real_labels_the_demo_has_effective_cells()
    {
        var demo = pipeline.Demo;
        var transfer = demo.Transfer(demo.Select(demo.Filtered.Directions), 0);
        Say("real", transfer, demo.Filtered.Directions);
        Assert.InRange(transfer.Cells.Count(cell => cell is { Claim: TransferCell.Effective, Condition: "ablated" }), 9, 12);
        Assert.All(transfer.Cells.Where(cell => cell.Target is "ko" or "yo" && cell.Condition == "ablated"), cell => Assert.Equal(TransferCell.NoClaim, cell.Claim));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    public void At_most_a_tenth_of_the_runs_with_permuted_labels_claim_a_cell(int runs)
    {
        if (runs > 10)
        {
            Shared.NeedSlow();
        }

        var demo = pipeline.Demo;
        int claiming = 0, unguarded = 0, found = 0;
        for (ulong seed = 1; seed <= (ulong)runs; seed++)
        {
            var train = Relabelled(demo.Filtered.Train, seed);
            var directions = ControlDirections.Means(demo.Model, "permuted", train, demo.Positions, DemoPipeline.Stages.Afresh);
            var source = demo.Select(directions, train);
            var transfer = demo.Transfer(source, seed);
            Say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"), transfer, directions);
            found += source.Selection.Chosen is null ? 0 : 1;
            claiming += transfer.Cells.Any(cell => cell.Claim == TransferCell.Effective) ? 1 : 0;
            unguarded += transfer.Cells.Any(cell => cell.Claim is TransferCell.Effective or TransferCell.NotAboveControls) ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage($"{runs} runs: {found} found a direction, {unguarded} had an effect beyond chance, {claiming} claimed a cell");
        Assert.True(claiming * 10 <= runs, $"{claiming} of {runs} runs claimed a cell");
    }

    /// <summary>Labels drawn anew from all orders: unlike the control's, they may agree with the real ones by chance.</summary>
    private static TrainPrompts Relabelled(TrainPrompts train, ulong seed)
    {
        (int[] Prompt, float[] Last)[] all = [.. train.Harmful.Zip(train.HarmfulLast), .. train.Harmless.Zip(train.HarmlessLast)];
        new SeededGenerator(seed, "labels in place of the real ones").Shuffle<(int[] Prompt, float[] Last)>(all);
        var (harmful, harmless) = (all[..train.Harmful.Count], all[train.Harmful.Count..]);
        return new TrainPrompts([.. harmful.Select(one => one.Prompt)], [.. harmless.Select(one => one.Prompt)], [.. harmful.Select(one => one.Last)], [.. harmless.Select(one => one.Last)]);
    }

    private void Say(string name, TransferReport transfer, DirectionSet directions)
    {
        var row = transfer.Sources[0];
        var real = pipeline.Demo.Filtered.Directions;
        double? cosine = row.Position is { } position && (row.FirstLayer ?? row.Layer) is { } layer ? TensorPrimitives.CosineSimilarity(real.At(layer, position), directions.At(layer, position)) : null;
        string claims = string.Join(", ", transfer.Cells.Where(cell => cell.Claim is not (TransferCell.NoClaim or TransferCell.NotMeasured)).Select(cell =>
            string.Create(CultureInfo.InvariantCulture, $"{cell.Target} {cell.Condition} {cell.Claim} {cell.Effect.Difference:F2} [{string.Join(' ', cell.Controls.Select(control => $"{control.Effect.Difference:F2}"))}]")));
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{name}: {row.Verdict} {row.Intervention} {row.Position} {row.FirstLayer}{row.Layer}, labels p {row.LabelsP:F3}, cosine with the real one {cosine:F2}: {claims}"));
    }
}
