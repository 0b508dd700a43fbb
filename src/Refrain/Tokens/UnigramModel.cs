using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Refrain.Tokens;

/// <summary>Unigram: of all ways to cover a piece with tokens, the one whose scores (log-probabilities) add up to most.</summary>
/// <remarks>
/// Kudo 2018, "Subword Regularization", section 3.2, by the Viterbi algorithm. As in the tokenizers library: where no token covers a single
/// character,
/// an unknown token may, for 10 less than the lowest score; unknown neighbours become one token; of paths with equal sums the one with the
/// longest last token counts; sums run from the left in double precision.
/// </remarks>
internal sealed class UnigramModel : ITokenModel
{
    private const double UnknownPenalty = 10;
    private const int LongestCached = 48,
        MostCached = 1 << 16;

    private readonly double[] scores; // by id
    private readonly double unknownScore;
    private readonly int? unknown;
    private readonly int[]? bytes; // id of each byte's token, -1: none; null: no byte fallback
    private readonly PrefixIndex index;
    private readonly string place;
    private readonly ConcurrentDictionary<string, int[]> cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> cached;

    /// <param name="vocabulary">Tokens with ids from 0 on, without holes; of equal tokens the last has the id.</param>
    /// <param name="scores">By id.</param>
    /// <param name="unknown">Id of the token for what has none; null: there is none.</param>
    /// <param name="byteFallback">Unknown text becomes its UTF-8 bytes' tokens, where all of them exist.</param>
    /// <param name="place">For messages.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int? unknown, bool byteFallback, string place)
    {
        (Vocabulary, this.scores, this.unknown, this.place) = (vocabulary, scores, unknown, place);
        unknownScore = scores.DefaultIfEmpty(0).Min() - UnknownPenalty;
        bytes = byteFallback ? [.. Enumerable.Range(0, 256).Select(value => vocabulary.Id($"<0x{value:X2}>"))] : null;
        index = new(vocabulary.All().Where(entry => entry.Token.Length > 0));
        cached = cache.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public Vocabulary Vocabulary { get; }

    public string Settings => $"Unigram\0{unknown}\0{bytes is not null}";

    public IEnumerable<int> Numbers =>
        scores.SelectMany(score =>
            new[] { (int)(BitConverter.DoubleToInt64Bits(score) >> 32), (int)BitConverter.DoubleToInt64Bits(score) }
        );

    public void Encode(ReadOnlySpan<char> piece, List<int> into)
    {
        if (piece.Length > LongestCached)
        {
            Segment(piece, into);
        }
        else if (cached.TryGetValue(piece, out int[]? ids))
        {
            into.AddRange(ids);
        }
        else
        {
            int count = into.Count;
            Segment(piece, into);
            if (cache.Count < MostCached)
            {
                cached.TryAdd(piece, [.. into[count..]]);
            }
        }
    }

    private readonly record struct Step(double Score, int Start, int Id); // the best path to a place; start -1: none yet

    private void Segment(ReadOnlySpan<char> piece, List<int> into)
    {
        Step[] best = ArrayPool<Step>.Shared.Rent(piece.Length + 1);
        try
        {
            FindBest(piece, best);
            Write(piece, best, into);
        }
        finally
        {
            ArrayPool<Step>.Shared.Return(best);
        }
    }

    private void FindBest(ReadOnlySpan<char> piece, Step[] best)
    {
        Array.Fill(best, new(0, -1, -1), 0, piece.Length + 1);
        for (int start = 0, width; start < piece.Length; start += width)
        {
            UnicodeClasses.At(piece, start, out width);
            double before = best[start].Score;
            bool single = false;
            for (int found = index.Longest(piece[start..]); found >= 0; found = index.Shorter(found))
            {
                int length = index.Length(found),
                    id = index.Value(found);
                single |= length == width;
                Offer(ref best[start + length], scores[id] + before, start, id);
            }

            if (!single)
            {
                Offer(ref best[start + width], unknownScore + before, start, -1);
                if (best[start + width].Id < 0 && unknown is null)
                {
                    throw new BadInputException(
                        $"{place}.unk_id",
                        $"is missing, and the text holds {BadInputException.Show(piece.Slice(start, width).ToString())}, "
                            + $"which has no token",
                        "the id of an unknown token"
                    );
                }
            }
        }
    }

    private static void Offer(ref Step step, double score, int start, int id)
    {
        if (step.Start < 0 || score > step.Score)
        {
            step = new(score, start, id);
        }
    }

    /// <summary>
    /// Follows the path back and writes its ids in order; neighbouring unknown stretches become one text, which may again be a token.
    /// </summary>
    private void Write(ReadOnlySpan<char> piece, Step[] best, List<int> into)
    {
        int count = into.Count;
        for (int end = piece.Length; end > 0; )
        {
            Step step = best[end];
            int start = step.Start;
            if (step.Id >= 0 && step.Id != unknown)
            {
                into.Add(step.Id);
            }
            else
            {
                while (start > 0 && (best[start].Id < 0 || best[start].Id == unknown))
                {
                    start = best[start].Start;
                }

                WriteUnknown(piece[start..end], into);
            }

            end = start;
        }

        into.Reverse(count, into.Count - count);
    }

    /// <summary>Adds an unknown text's ids, last first.</summary>
    private void WriteUnknown(ReadOnlySpan<char> text, List<int> into)
    {
        if (Vocabulary.Id(text) is >= 0 and int id)
        {
            into.Add(id);
            return;
        }

        if (bytes is not null)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text.ToArray());
            if (Array.TrueForAll(utf8, value => bytes[value] >= 0))
            {
                for (int i = utf8.Length - 1; i >= 0; i--)
                {
                    into.Add(bytes[utf8[i]]);
                }

                return;
            }
        }

        into.Add(unknown!.Value);
    }
}
