using System.Runtime.InteropServices;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>What the same prompts give in two arithmetics.</summary>
/// <remarks>
/// Binary, version 1: int32 [4]: prompts, score differences (as many, or 0), prompts whose likeliest token is the same, cosines; then, as
/// float64, the divergences, the score differences, the cosines.
/// </remarks>
/// <param name="Comparison">The comparison.</param>
internal sealed record PrecisionItem(PrecisionComparison Comparison) : IItemLayout<PrecisionItem>
{
    private const byte Version = 1;

    public static string Stage => "precision";

    public static PrecisionItem Decode(StoredItem item)
    {
        var reader = new ItemReader(item, Version);
        int prompts = reader.Count("prompts", sizeof(double)),
            scores = reader.Count("score differences", sizeof(double)),
            same = reader.Int32(),
            cosines = reader.Count("cosines", sizeof(double));
        if (prompts == 0 || (scores != 0 && scores != prompts) || same < 0 || same > prompts)
        {
            throw item.Damaged(
                $"it holds {prompts} prompts, {scores} score differences, {same} of the same token",
                "prompts, and of the others at most as many"
            );
        }

        var comparison = new PrecisionComparison
        {
            Divergences = reader.Values<double>(prompts),
            ScoreDifferences = reader.Values<double>(scores),
            SameToken = same,
            Cosines = reader.Values<double>(cosines),
        };
        reader.End();
        return new PrecisionItem(comparison);
    }

    public byte[] Encode()
    {
        var (divergences, scores, cosines) = (Comparison.Divergences, Comparison.ScoreDifferences, Comparison.Cosines);
        return
        [
            .. ItemReader.Header(Version),
            .. MemoryMarshal.AsBytes<int>((int[])[divergences.Length, scores.Length, Comparison.SameToken, cosines.Length]),
            .. MemoryMarshal.AsBytes<double>(divergences),
            .. MemoryMarshal.AsBytes<double>(scores),
            .. MemoryMarshal.AsBytes<double>(cosines),
        ];
    }
}
