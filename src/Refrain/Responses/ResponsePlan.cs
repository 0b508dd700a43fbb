using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Responses;

/// <summary>Orders questions so that what is answered together can share work.</summary>
internal static class ResponsePlan
{
    /// <summary>
    /// Questions that are answered in one run of continuous batching: of one graph (answers under a probability have their own, so that no
    /// other pays for it) and of similar length, shortest first; all conditions of a prompt are neighbours, since they share what lies
    /// below the first intervention.
    /// </summary>
    /// <param name="questions">What is to be answered, with its index and its intervention.</param>
    /// <param name="maximumNewTokens">Most tokens of an answer.</param>
    /// <returns>Indexes.</returns>
    public static IReadOnlyList<int[]> Of(
        IReadOnlyList<(int Index, Question Question, Intervention? Intervention)> questions,
        int maximumNewTokens
    )
    {
        var batches = new List<int[]>();
        foreach (
            var graph in questions
                .GroupBy(item => item.Question.Prompt)
                .SelectMany(WithSites)
                .GroupBy(item => (item.Sites, item.Item.Intervention?.Chance is not null), item => item.Item)
        )
        {
            var open = new List<int>();
            int most = 0;
            foreach (var item in graph.OrderBy(item => item.Question.Ids.Length))
            {
                int tokens = item.Question.Ids.Length + maximumNewTokens;
                if (tokens > most)
                {
                    Close();

                    // The cache has room for the longest row in every place, so a row may waste a quarter of its place and no more.
                    most = tokens + tokens / 4;
                }

                open.Add(item.Index);
            }

            Close();

            void Close()
            {
                if (open.Count > 0)
                {
                    batches.Add([.. open]);
                    open.Clear();
                }
            }
        }

        return batches;
    }

    /// <summary>Where a prompt's interventions act; the baseline has no sites of its own and joins the first of the others.</summary>
    private static IEnumerable<(HookSites Sites, (int Index, Question Question, Intervention? Intervention) Item)> WithSites(
        IEnumerable<(int Index, Question Question, Intervention? Intervention)> prompt
    )
    {
        var first = prompt.Where(item => item.Intervention is { Chance: null }).Select(item => item.Intervention?.Sites).FirstOrDefault()
            ?? HookSites.None;
        return prompt.Select(item => (item.Intervention?.Sites ?? first, item));
    }
}
