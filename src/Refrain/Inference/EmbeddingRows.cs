using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>
/// Rows of the embedding table, read from the checkpoint as they are stored: only the pages of tokens that occur are touched.
/// </summary>
internal sealed class EmbeddingRows(Checkpoint checkpoint) : IDisposable
{
    private const string Table = "model.embed_tokens.weight";

    private readonly TensorRows rows = checkpoint.OpenRows(Table, 0, checkpoint.Config.VocabularySize);
    private readonly int hidden = checkpoint.Config.HiddenSize;
    private readonly float scale = checkpoint.Config.EmbeddingScale;

    /// <summary>Writes the stream entering block 0, flat [token, hidden]: each token's row, times the model's scale.</summary>
    public void Read(IEnumerable<int> ids, Span<float> stream)
    {
        int at = 0;
        foreach (int id in ids)
        {
            rows.Read(id, 1, 0, hidden, stream.Slice(at, hidden));
            at += hidden;
        }

        if (scale != 1)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(stream, scale, stream);
        }
    }

    public void Dispose() => rows.Dispose();
}
