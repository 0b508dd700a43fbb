using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Tests.Inference.Accuracy;

/// <summary>Measures one checkpoint of the reference data against what transformers computes.</summary>
internal static class GoldenAccuracy
{
    private const int Piece = 3;

    public static AccuracyRow Measure(string name)
    {
        using var golden = Golden.Open(name);
        int layers = golden.Model.Config.Layers, vocabulary = golden.Model.Config.VocabularySize;
        var whole = golden.Model.Forward(new ForwardRequest { Rows = golden.Prompts, AskLast = int.MaxValue, CaptureLast = int.MaxValue, CaptureLayers = [.. Enumerable.Range(0, layers + 1)] });
        int[] rows = [.. Enumerable.Range(0, golden.Prompts.Length)];
        double[] interventions = [.. Golden.Interventions.Select(intervention => Intervened(golden, intervention))];
        return new AccuracyRow(
            name.Split("-f32", 2)[0].Split("-converted", 2)[0],
            name.EndsWith("-f32.gguf", StringComparison.Ordinal) ? "GGUF" : name.EndsWith(".gguf", StringComparison.Ordinal) ? "GGUF, written by the test" : "safetensors",
            "transformers",
            rows.Max(row => Golden.Difference(golden.Expected($"p{row}.logits"), Logits(whole, row))),
            rows.Max(row => Golden.Difference(golden.Expected($"p{row}.resid_pre"), [.. Enumerable.Range(0, layers + 1).SelectMany(layer => whole.Stream(layer, row).ToArray())])),
            interventions[0],
            interventions[1],
            interventions[2],
            OtherBatches(golden, vocabulary),
            golden.Prompts.Max(prompt => Golden.Difference(golden.Model.Forward(new ForwardRequest { Rows = [prompt] }).Logits, InPieces(golden.Model, prompt))));
    }

    private static double Intervened(Golden golden, string intervention)
    {
        var result = golden.Model.Forward(new ForwardRequest { Rows = golden.Prompts, Interventions = [.. golden.Prompts.Select(_ => golden.Intervention(intervention))] });
        return Enumerable.Range(0, golden.Prompts.Length).Max(row => Golden.Difference(golden.Expected($"p{row}.{intervention}.logits"), result.LastLogits(row)));
    }

    private static double OtherBatches(Golden golden, int vocabulary)
    {
        float[] together = golden.Model.Forward(new ForwardRequest { Rows = golden.Prompts }).Logits;
        float[] reversed = golden.Model.Forward(new ForwardRequest { Rows = [.. golden.Prompts.Reverse()] }).Logits;
        return Enumerable.Range(0, golden.Prompts.Length).Max(row =>
        {
            float[] alone = golden.Model.Forward(new ForwardRequest { Rows = [golden.Prompts[row]] }).Logits;
            return Math.Max(
                Golden.Difference(alone, together.AsSpan(row * vocabulary, vocabulary)),
                Golden.Difference(alone, reversed.AsSpan((golden.Prompts.Length - 1 - row) * vocabulary, vocabulary)));
        });
    }

    /// <summary>The last token's logits of a prompt that is read into the cache piece by piece.</summary>
    private static float[] InPieces(Model model, int[] prompt)
    {
        var config = model.Config;
        var batch = new GenerationBatch(model, new GraphPlan { Cache = true }, null);
        using var cache = new KeyValueCache(config.Layers, 1, config.KeyValueHeads, prompt.Length, config.HeadDimension);
        float[] last = [];
        int past = 0;
        foreach (int[] piece in prompt.Chunk(Piece))
        {
            batch.Step(cache, new Packing([piece.Length], [past]), [piece], [0], (_, logits, _) => last = logits.ToArray(), 0, -1);
            past += piece.Length;
        }

        return last;
    }

    private static ReadOnlySpan<float> Logits(ForwardResult result, int row) =>
        result.Logits.AsSpan(result.Asked[row] * result.Vocabulary, (result.Asked[row + 1] - result.Asked[row]) * result.Vocabulary);
}
