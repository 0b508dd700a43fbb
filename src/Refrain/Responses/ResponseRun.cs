using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Responses;

/// <summary>A direction that baseline prompts are projected on.</summary>
/// <param name="Layer">The layer whose input is projected.</param>
/// <param name="Position">The prompt's token, from the end.</param>
/// <param name="Unit">r̂, [hidden].</param>
internal sealed record Probe(int Layer, int Position, double[] Unit);

/// <summary>Has the model answer every question, and keeps the answers as they end.</summary>
internal sealed class ResponseRun(Model model, PromptFormat format, int maximumNewTokens, IJournal journal, CancellationToken cancel)
{
    private static string Stage => ResponseItem.Stage;

    /// <summary>Answers every question that was not answered before; the answers are in the journal.</summary>
    /// <param name="questions">All questions of all languages.</param>
    /// <param name="interventions">What each treatment does; baseline is not in it.</param>
    /// <param name="probe">Where baseline prompts are projected, or null.</param>
    public void Run(IReadOnlyList<Question> questions, IReadOnlyDictionary<Treatment, Intervention> interventions, Probe? probe) =>
        Run(questions, interventions, probe, (_, _) => { });

    /// <summary>Answers a few questions, with a journal that remembers none.</summary>
    /// <returns>The answers, in the questions' order.</returns>
    public Response[] Answers(IReadOnlyList<Question> questions, IReadOnlyDictionary<Treatment, Intervention> interventions)
    {
        var responses = new Response[questions.Count];
        Run(questions, interventions, probe: null, (i, response) => responses[i] = response);
        return responses;
    }

    private void Run(
        IReadOnlyList<Question> questions,
        IReadOnlyDictionary<Treatment, Intervention> interventions,
        Probe? probe,
        Action<int, Response> answered
    )
    {
        Intervention?[] does =
        [
            .. questions.Select(question => interventions.GetValueOrDefault(question.Treatment)?.For(question.PromptId)),
        ];
        AnswerLength?[] known = [.. questions.Select(Recall)];

        // From all questions, never from what is left: whoever is answered beside others has the last digits of that batch.
        foreach (int[] batch in ResponsePlan.Of([.. questions.Select((question, i) => (i, question, does[i]))], maximumNewTokens))
        {
            if (batch.Any(i => known[i] is null))
            {
                Answer(
                    [.. batch.Select(i => questions[i])],
                    [.. batch.Select(i => does[i])],
                    batch
                        .Index()
                        .Where(item => known[item.Item] is not null)
                        .ToDictionary(item => item.Index, item => known[item.Item]!.Value),
                    probe,
                    (row, response) => answered(batch[row], response)
                );
            }
        }
    }

    private AnswerLength? Recall(Question question)
    {
        if (!journal.TryRecall(Stage, question.Key, Cost(question), out byte[]? payload))
        {
            return null;
        }

        var response = ResponseItem.Decode(new StoredItem(Stage, question.Key, payload));
        return new AnswerLength(response.Tokens, response.Ended);
    }

    private long Cost(Question question) => ((long)question.Ids.Length + maximumNewTokens) * model.Config.Layers;

    private void Answer(
        Question[] asked,
        Intervention?[] interventions,
        IReadOnlyDictionary<int, AnswerLength> known,
        Probe? probe,
        Action<int, Response> answered
    )
    {
        using var span = Spans.Start("batch");
        Question[] missing = [.. asked.Where((_, row) => !known.ContainsKey(row))];
        span?.SetTag("stage", Stage)
            .SetTag("rows", missing.Length)
            .SetTag("tokens", missing.Sum(question => (long)question.Ids.Length + maximumNewTokens));
        var readings = new PromptReadings(asked, interventions, probe);
        var request = new GenerationRequest
        {
            Rows = [.. asked.Select(question => question.Ids)],
            Interventions = interventions,
            Known = known,
            MaximumNewTokens = maximumNewTokens,
            EndTokens = format.EndTokens,
            RowsAtOnce = Generation.RowsAtOnce(model.Config, asked.Max(question => question.Ids.Length) + maximumNewTokens),
            TokensAtOnce = Math.Max(1, model.BatchTokens / 2),
            ObserveLayer = probe?.Layer ?? 0,
            ObservePosition = probe?.Position ?? -1,
            Observe = readings.Observe,
        };
        if (asked.Any(question => question.ReadIds != question.Ids))
        {
            Generation.Greedy(
                model,
                request with
                {
                    Rows = [.. asked.Select(question => question.ReadIds)],
                    Known = known.ToDictionary(row => row.Key, _ => new AnswerLength(1, Ended: false)),
                    MaximumNewTokens = 1,
                },
                cancel
            );
            request = request with { Observe = null };
        }

        var commits = new ResponseCommits(journal, Stage);
        Generation.Greedy(
            model,
            request,
            (row, generated) =>
            {
                using var decoding = Spans.Start("decode");
                var response = readings.Response(row, generated, format.Answers.Of(generated.Ids));
                answered(row, response);
                commits.Add(asked[row].Key, new ResponseItem(response).Encode(), Cost(asked[row]));
            },
            cancel
        );
        commits.Flush();
    }
}
