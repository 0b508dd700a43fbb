namespace Refrain.Tokens;

/// <summary>SentencePiece's merging by score, as a table of merges.</summary>
/// <remarks>
/// SentencePiece merges the neighbours whose concatenation is the token of the highest score, the leftmost of equals. So every split of a
/// token into
/// two tokens is a merge, and its rank is the place of the token's score; equal scores share a rank.
/// </remarks>
internal static class ScoredMerges
{
    private const int UserDefined = 4,
        LongestToken = 1024;

    /// <param name="vocabulary">Tokens with ids from 0 to the number of scores, without holes.</param>
    /// <param name="scores">By id.</param>
    /// <param name="typeOf">The type of an id, as in <see cref="GgufTokenizerKeys.TokenTypes"/>.</param>
    public static MergeTable Build(Vocabulary vocabulary, IReadOnlyList<float> scores, Func<int, int> typeOf)
    {
        // User-defined runs of ▁ come before all others, the longest first: they are matched before anything merges. Other user-defined
        // tokens,
        // and tokens with a role, are found in the text as a whole and are never merged.
        int[] merged = [.. Enumerable.Range(0, scores.Count).Where(id => typeOf(id) is 1 || IsRun(vocabulary.Token(id)!, typeOf(id)))];
        (int Length, float Score)[] order =
        [
            .. merged.Select(id =>
                (
                    IsRun(vocabulary.Token(id)!, typeOf(id)) ? vocabulary.Token(id)!.Length : 0,
                    float.IsNaN(scores[id]) ? float.NegativeInfinity : scores[id]
                )
            ),
        ];
        Array.Sort(order, merged, Comparer<(int Length, float Score)>.Create((left, right) => right.CompareTo(left)));
        List<(int Left, int Right, int Rank, int Product)> pairs = new(merged.Length * 2);
        int rank = -1;
        for (int i = 0; i < merged.Length; i++)
        {
            rank += i == 0 || order[i] != order[i - 1] ? 1 : 0;
            string token = vocabulary.Token(merged[i])!;
            for (int cut = 1; cut < Math.Min(token.Length, LongestToken); cut++)
            {
                int left = vocabulary.Id(token.AsSpan(0, cut)),
                    right = left < 0 ? -1 : vocabulary.Id(token.AsSpan(cut));
                if (right >= 0)
                {
                    pairs.Add((left, right, rank, merged[i]));
                }
            }
        }

        var merges = new MergeTable(pairs.Count);
        foreach ((int left, int right, int rankOf, int product) in pairs)
        {
            merges.Add(left, right, rankOf, product);
        }

        return merges;
    }

    private static bool IsRun(string token, int type) =>
        type == UserDefined && token.Length > 0 && token.All(character => character == '▁');
}
