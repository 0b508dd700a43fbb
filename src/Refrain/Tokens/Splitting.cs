namespace Refrain.Tokens;

/// <summary>Splits pieces by a pattern.</summary>
internal static class Splitting
{
    public static PreTokenizer By(Pattern pattern, SplitBehavior behavior, bool invert = false) =>
        pieces =>
        {
            var result = new List<Piece>(pieces.Count * 4);
            var stretches = new List<Stretch>();
            foreach (Piece piece in pieces)
            {
                stretches.Clear();
                pattern(piece.Text, stretches);
                Join(stretches, behavior, invert, (start, end) =>
                {
                    if (start < end)
                    {
                        result.Add(new(piece.Source, piece.Start + start, end - start, piece.AtStart && start == 0));
                    }
                });
            }

            return result;
        };

    public static SplitBehavior Behavior(JsonPart part, string name, SplitBehavior? absent = null) =>
        (part.OptionalText(name), absent) switch
        {
            ("Removed", _) => SplitBehavior.Removed,
            ("Isolated", _) => SplitBehavior.Isolated,
            ("MergedWithPrevious", _) => SplitBehavior.MergedWithPrevious,
            ("MergedWithNext", _) => SplitBehavior.MergedWithNext,
            ("Contiguous", _) => SplitBehavior.Contiguous,
            (null, SplitBehavior value) => value,
            var (given, _) => throw new BadInputException(
                $"{part.Place}.{name}",
                $"is {BadInputException.Show(given)}",
                "Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous"
            ),
        };

    private static void Join(List<Stretch> stretches, SplitBehavior behavior, bool invert, Action<int, int> emit)
    {
        int start = 0;
        for (int i = 0; i < stretches.Count; i++)
        {
            bool isMatch = stretches[i].IsMatch != invert;
            bool nextIsMatch = i + 1 < stretches.Count && stretches[i + 1].IsMatch != invert;
            bool cut =
                i + 1 == stretches.Count
                || behavior switch
                {
                    SplitBehavior.Contiguous => isMatch != nextIsMatch,
                    SplitBehavior.MergedWithPrevious => isMatch || !nextIsMatch,
                    SplitBehavior.MergedWithNext => !isMatch || nextIsMatch,
                    _ => true,
                };
            if (cut)
            {
                if (behavior != SplitBehavior.Removed || !isMatch)
                {
                    emit(start, stretches[i].End);
                }

                start = stretches[i].End;
            }
        }
    }
}
