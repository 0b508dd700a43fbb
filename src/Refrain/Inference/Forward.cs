namespace Refrain.Inference;

/// <summary>What a run gave, in pooled memory: once disposed, its spans hold other results.</summary>
internal sealed class ForwardResult(Buffers buffers) : IDisposable
{
    private readonly Dictionary<int, float[]> streams = [];
    private float[] logits = [];

    /// <summary>The first asked token of each row, and the end; [row + 1].</summary>
    public required int[] Asked { get; init; }

    /// <summary>The first captured token of each row, and the end; [row + 1].</summary>
    public required int[] Captured { get; init; }

    /// <summary>Width of <see cref="Logits"/>.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Width of the streams.</summary>
    public required int Hidden { get; init; }

    /// <summary>Flat [asked, vocabulary].</summary>
    public ReadOnlySpan<float> Logits => logits.AsSpan(0, Asked[^1] * Vocabulary);

    /// <summary>The logits at a row's last token, [vocabulary].</summary>
    public ReadOnlySpan<float> LastLogits(int row) => Logits.Slice((Asked[row + 1] - 1) * Vocabulary, Vocabulary);

    /// <summary>The logits at a row's asked tokens, flat [token, vocabulary].</summary>
    public ReadOnlySpan<float> RowLogits(int row) => Logits[(Asked[row] * Vocabulary)..(Asked[row + 1] * Vocabulary)];

    /// <summary>What was captured of a row in a layer, flat [token, hidden].</summary>
    public ReadOnlySpan<float> Stream(int layer, int row) =>
        streams[layer].AsSpan(Captured[row] * Hidden, (Captured[row + 1] - Captured[row]) * Hidden);

    public void Dispose()
    {
        foreach (float[] array in streams.Values.Append(logits).Where(array => array.Length > 0))
        {
            buffers.Return(array);
        }

        streams.Clear();
        logits = [];
    }

    /// <summary>Adds the buffers that a session writes.</summary>
    internal void AddTo(Feed results, IEnumerable<int> layers)
    {
        if (Asked[^1] > 0)
        {
            logits = buffers.Rent<float>(checked(Asked[^1] * Vocabulary));
            results.Add("logits", logits, Asked[^1], Vocabulary);
        }

        foreach (int layer in layers.Distinct())
        {
            streams[layer] = buffers.Rent<float>(checked(Captured[^1] * Hidden));
            results.Add($"resid_pre.{layer}", streams[layer], Captured[^1], Hidden);
        }
    }
}
