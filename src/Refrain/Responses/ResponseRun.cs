using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Responses;

/// <summary>One prompt to be answered under one treatment.</summary>
/// <param name="Language">The prompt's language.</param>
/// <param name="Class">The prompt's class, in small letters.</param>
/// <param name="PromptId">The prompt's id.</param>
/// <param name="Treatment">What is done to the model.</param>
/// <param name="Ids">The rendered prompt.</param>
/// <param name="Onset">Tokens that the refusal score counts.</param>
internal sealed record Question(string Language, string Class, string PromptId, Treatment Treatment, int[] Ids, IReadOnlyList<int> Onset)
{
    /// <summary>The prompt that is scored and projected: up to where the answer starts, so with empty thinking where the model thinks.</summary>
    public int[] ReadIds { get; init; } = Ids;
}

/// <summary>A direction that baseline prompts are projected on.</summary>
/// <param name="Layer">The layer whose input is projected.</param>
/// <param name="Position">The prompt's token, from the end.</param>
/// <param name="Unit">r̂, [hidden].</param>
internal sealed record Probe(int Layer, int Position, double[] Unit);

/// <summary>Has the model answer every question, in batches planned from the whole list.</summary>
internal sealed class ResponseRun(Model model, PromptFormat format, int maximumNewTokens, Remember remember, CancellationToken cancel)
{
    /// <summary>Most rows decoded together: where the matrix products stop gaining.</summary>
    internal const int Rows = 128;

    /// <summary>Most bytes of keys and values at once.</summary>
    internal const long CacheBytes = 256L << 20;

    /// <summary>The answers, in the questions' order.</summary>
    /// <param name="questions">All questions of all languages.</param>
    /// <param name="interventions">What each treatment does; baseline is not in it.</param>
    /// <param name="probe">Where baseline prompts are projected, or null.</param>
    public IReadOnlyList<Response> Run(IReadOnlyList<Question> questions, IReadOnlyDictionary<Treatment, Intervention> interventions, Probe? probe)
    {
        var responses = new Response[questions.Count];
        foreach (var treatment in questions.Select((question, index) => (question, index)).GroupBy(pair => pair.question.Treatment))
        {
            int[] indexes = [.. treatment.Select(pair => pair.index)];
            Intervention? intervention = interventions.GetValueOrDefault(treatment.Key);
            foreach (int[] batch in Plan(model.Config, [.. indexes.Select(index => questions[index].Ids.Length)]))
            {
                Question[] asked = [.. batch.Select(i => questions[indexes[i]])];
                long cost = asked.Sum(question => (long)question.Ids.Length + maximumNewTokens) * model.Config.Layers;
                string key = $"{treatment.Key.Key}/{batch[0]}+{batch.Length}";
                byte[] kept = remember("responses", key, cost, () => JsonSerializer.SerializeToUtf8Bytes(Answer(asked, intervention, probe), ResponseJson.Default.ResponseArray));
                Response[] answers = JsonSerializer.Deserialize(kept, ResponseJson.Default.ResponseArray)!;
                for (int row = 0; row < batch.Length; row++)
                {
                    responses[indexes[batch[row]]] = answers[row];
                }
            }
        }

        return responses;
    }

    /// <summary>Rows decoded together when the longest has <paramref name="longest"/> tokens with its answer.</summary>
    internal static int RowsOf(ModelConfig config, int longest) => (int)Math.Clamp(CacheBytes / Generation.CacheBytes(config, 1, longest, 0), 1, Rows);

    private IReadOnlyList<int[]> Plan(ModelConfig config, IReadOnlyList<int> lengths)
    {
        int longest = lengths.Max() + maximumNewTokens;
        return Batches.Plan(lengths, Math.Max(longest, 2 * Batches.TokensOf(config)), RowsOf(config, longest));
    }

    private Response[] Answer(Question[] asked, Intervention? intervention, Probe? probe)
    {
        var scores = new double?[asked.Length];
        var overflowed = new bool[asked.Length];
        var projections = new double?[asked.Length];
        bool project = probe is not null && intervention is null, apart = asked.Any(question => question.ReadIds != question.Ids);
        var request = new GenerationRequest
        {
            Rows = [.. asked.Select(question => question.Ids)],
            Interventions = intervention is null ? null : [.. asked.Select(_ => intervention)],
            MaximumNewTokens = maximumNewTokens,
            EndTokens = format.EndTokens,
            ObserveLayer = probe?.Layer ?? 0,
            ObservePosition = probe?.Position ?? -1,
            Observe = (row, logits, stream) =>
            {
                double score = RefusalScore.Of(logits, asked[row].Onset);
                overflowed[row] = !double.IsFinite(score);
                scores[row] = overflowed[row] || asked[row].Onset.Count == 0 ? null : score;
                projections[row] = project && !overflowed[row] ? Project(stream, probe!.Unit) : null;
            },
        };
        if (apart)
        {
            Generation.Greedy(model, request with { Rows = [.. asked.Select(question => question.ReadIds)], MaximumNewTokens = 1 }, cancel);
        }

        var generated = Generation.Greedy(model, apart ? request with { Observe = null } : request, cancel);
        AnswerText[] answers = [.. generated.Select(answer => format.Answers.Of(answer.Ids))];
        return [.. asked.Select((question, row) => new Response
        {
            Language = question.Language,
            Class = question.Class,
            PromptId = question.PromptId,
            Condition = question.Treatment.Condition,
            Source = question.Treatment.Source,
            Control = question.Treatment.Control,
            Text = answers[row].Text,
            Thinking = answers[row].Thinking,
            ThinkingUnended = answers[row].Unended,
            Tokens = generated[row].Ids.Length,
            Ended = generated[row].Ended,
            RefusalScore = scores[row],
            Overflowed = overflowed[row],
            Projection = projections[row],
        })];
    }

    private static double Project(ReadOnlySpan<float> stream, double[] unit)
    {
        double projection = 0;
        for (int i = 0; i < unit.Length; i++)
        {
            projection += stream[i] * unit[i];
        }

        return projection;
    }
}
