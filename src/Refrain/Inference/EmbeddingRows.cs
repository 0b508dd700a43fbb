using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>Rows of the embedding table, read from the checkpoint as they are stored: only the pages of tokens that occur are touched.</summary>
internal sealed class EmbeddingRows(Checkpoint checkpoint) : IDisposable
{
    private const string Table = "model.embed_tokens.weight";

    private readonly TensorRows rows = checkpoint.OpenRows(Table, 0, checkpoint.Config.VocabularySize);
    private readonly int hidden = checkpoint.Config.HiddenSize;
    private readonly float scale = checkpoint.Config.EmbeddingScale;

    /// <summary>The stream entering block 0, flat [token, hidden]: each token's row, times the model's scale.</summary>
    public float[] Of(IEnumerable<int[]> prompts, int tokens)
    {
        var stream = new float[checked(tokens * hidden)];
        int at = 0;
        foreach (int id in prompts.SelectMany(ids => ids))
        {
            rows.Read(id, 1, 0, hidden, stream.AsSpan(at, hidden));
            at += hidden;
        }

        if (scale != 1)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(stream, scale, stream);
        }

        return stream;
    }

    public void Dispose() => rows.Dispose();
}
